"""Lists for colleagues: what is open, who waits longest, who has waited too long, and what the profile had no answer to."""
