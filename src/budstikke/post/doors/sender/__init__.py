"""
The portal: where a sender's people order, print, follow and account for letters by browser.

Pages, their addresses and who may open them live here; no rule and no writing to tables, which is the actions'.
May import actions, records (for reading), terms' words, papers for labels and slips, kit.
"""
