"""How fast the bot is beside what one would use instead: everything in one run, side by side, in alternating rounds.

Absolute figures depend on the machine and on what else it does; only the ratios within a round are worth keeping.
"""
