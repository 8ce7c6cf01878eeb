"""
The desk: where customer service finds a letter, sees what became of it, and helps without breaking a rule.

Pages, their addresses and who may open which live here; no rule and no writing to tables, which is the actions'.
May import actions, records (for reading), terms' words, papers for letters, kit.
"""
