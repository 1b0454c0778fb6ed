"""What the bot promises, put to the test from outside: killed, cut off, slowed down and left without room on its disk.

The sandbox lives in the process of the test and survives every kill; the bot is a process of its own. People are played by
what they see, and afterwards the server's truth and the database are compared; the bot's own log is no evidence.
"""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))  # where pytest, too, finds what all tests share
