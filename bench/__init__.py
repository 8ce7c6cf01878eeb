"""
Measurements: how fast, against a limit measured in the same run, and how much memory.

Here live order files of any length, clocks and one file per thing measured; nothing here asserts, and the
product imports nothing of it. May import everything.
"""
