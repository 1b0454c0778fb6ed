"""`make bench`: every contestant in turn, round after round; ROUNDS and UPDATES in the environment change how much."""

import asyncio
import os
from collections import defaultdict
from pathlib import Path

import orjson

from tests.bench import report, runs
from tests.bench.report import Series, ratios, summary

ROUNDS = int(os.environ.get("ROUNDS", "5"))
UPDATES = int(os.environ.get("UPDATES", "5000"))
SLOW_SHARE = 5
"""The slowest sender is given this fraction of the messages: its rate is settled long before."""

RATIOS = {
    "inbound_vs_echo": ("ours: a command", "python-telegram-bot echo"),
    "inbound_vs_aiogram": ("ours: a command", "aiogram echo"),
    "inbound_text_vs_echo": ("ours: a message to an enquiry", "python-telegram-bot echo"),
    "inbound_text_vs_aiogram": ("ours: a message to an enquiry", "aiogram echo"),
    "notice_vs_aiohttp": ("ours: a notice", "bare aiohttp"),
    "notice_vs_ptb": ("ours: a notice", "python-telegram-bot send_message"),
    "notice_vs_aiogram": ("ours: a notice", "aiogram send_message"),
}


async def _round(rates: Series, shares: list[float]) -> None:
    """Let everybody have their turn."""
    turns = {
        "ours: a command": lambda: runs.inbound("ours", "command", UPDATES),
        "python-telegram-bot echo": lambda: runs.inbound("ptb", "command", UPDATES),
        "aiogram echo": lambda: runs.inbound("aiogram3", "command", UPDATES),
        "ours: a message to an enquiry": lambda: runs.inbound("ours", "text", UPDATES, mode="text"),
        "ours: a notice": lambda: runs.notice("ours", UPDATES),
        "bare aiohttp": lambda: runs.notice("bare", UPDATES),
        "python-telegram-bot send_message": lambda: runs.notice("ptb", UPDATES // SLOW_SHARE),
        "aiogram send_message": lambda: runs.notice("aiogram3", UPDATES),
    }
    for name, turn in turns.items():
        measured = await turn()
        rates[name].append(measured.rate)
        shares.append(measured.server_share)
        print(f"  {name}: {measured.rate:,.0f}/s", flush=True)


async def _all() -> None:
    rates: Series = defaultdict(list)
    shares: list[float] = []
    memory: list[float] = []
    for number in range(1, ROUNDS + 1):
        print(f"Round {number} of {ROUNDS}, {UPDATES} updates", flush=True)
        await _round(rates, shares)
        memory.append(await runs.idle_mb())
    found = {name: summary(ratios(rates[over], rates[under])) for name, (over, under) in RATIOS.items()}
    found["idle_mb"] = summary(memory)
    print("\nA second\n" + report.table({name: summary(values) for name, values in rates.items()}))
    print("\nRatios within a round, and megabytes\n" + report.table(found))
    print(f"\nThe server needed at most {max(shares):.0%} of a core.")
    Path("build/bench.json").write_bytes(orjson.dumps(found, option=orjson.OPT_INDENT_2) + b"\n")


if __name__ == "__main__":
    asyncio.run(_all())
