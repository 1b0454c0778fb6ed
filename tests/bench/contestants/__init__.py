"""Who is compared: each a module run as its own process, `python -m tests.bench.contestants.NAME MODE ROOT COUNT`.

``inbound`` takes updates until it is stopped; the server knows when it was done. ``notice`` sends COUNT messages to as many
chats and says in one line how long that took.
"""

TOKEN = "4242:Bench-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
IN_FLIGHT = 96
"""Calls under way at once: what our worker allows notices, so everybody gets the same."""

NOTICE = (
    "The general assembly meets on 12 March at 14:00 in the Zhongguancun exhibition centre. Please answer by 5 March whether "
    "you take part, and name your delegate."
)
