"""
Watching: that nothing stands still.

Test letters are carried to the end, letters are counted, and what is stuck is named and taken up again. May
import `counter`, `moving`, `outlets`, `reading` and `senders` beside what every action may.
"""
