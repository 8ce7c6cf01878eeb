"""
Senders: their agreement, their people, their keys, and the lists they ask for.

Whoever may order letters is entered, known again and taken back here. May import `proving` beside what every
action may.
"""
