"""Budstikke: hand a letter to exactly the right person, prove it, and cite the rule."""
