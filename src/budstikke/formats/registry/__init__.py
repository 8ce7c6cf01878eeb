"""
What the National Registry (Folkeregisteret) and we write to each other: its feed, its persons, our moves, its receipts.

Here live bytes and values only; who is asked and what follows is said elsewhere. The shapes are those of the Tax
Administration's public description of the registry's interfaces; the schema of moves is ours, written from it.
May import formats and libraries.
"""
