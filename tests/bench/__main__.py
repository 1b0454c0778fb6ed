"""`make bench`: every contestant in turn, round after round; ROUNDS and UPDATES in the environment change how much."""

import asyncio
import os
from collections import defaultdict

import orjson

from tests.bench import report, runs
from tests.bench.processes import HERE
from tests.bench.report import Series, ratios, summary

ROUNDS = int(os.environ.get("ROUNDS", "5"))
UPDATES = int(os.environ.get("UPDATES", "5000"))
OBLIGATIONS = int(os.environ.get("OBLIGATIONS", "100000"))
SLOW_SHARE = 5
"""The slowest sender is given this fraction of the messages: its rate is settled long before."""

TURNS = {
    "ours_command": lambda: runs.inbound("ours", "command", UPDATES),
    "ptb_echo": lambda: runs.inbound("ptb", "command", UPDATES),
    "aiogram_echo": lambda: runs.inbound("aiogram3", "command", UPDATES),
    "ours_text": lambda: runs.inbound("ours", "text", UPDATES, mode="text"),
    "ours_notice": lambda: runs.notice("ours", UPDATES),
    "aiohttp_notice": lambda: runs.notice("bare", UPDATES),
    "ptb_notice": lambda: runs.notice("ptb", max(1, UPDATES // SLOW_SHARE)),
    "aiogram_notice": lambda: runs.notice("aiogram3", UPDATES),
}
"""The order within a round. ``command``: an event that only answers; ``text``: one that also becomes part of an enquiry."""

RATIOS = {
    "inbound_vs_echo": ("ours_command", "ptb_echo"),
    "inbound_vs_aiogram": ("ours_command", "aiogram_echo"),
    "inbound_text_vs_echo": ("ours_text", "ptb_echo"),
    "inbound_text_vs_aiogram": ("ours_text", "aiogram_echo"),
    "notice_vs_aiohttp": ("ours_notice", "aiohttp_notice"),
    "notice_vs_ptb": ("ours_notice", "ptb_notice"),
    "notice_vs_aiogram": ("ours_notice", "aiogram_notice"),
}


async def _measure(rates: Series, shares: list[float], memory: list[float], ticks: Series) -> None:
    for number in range(1, ROUNDS + 1):
        print(f"Round {number} of {ROUNDS}, {UPDATES} updates:", end="", flush=True)
        for name, turn in TURNS.items():
            measured = await turn()
            rates[name].append(measured.rate)
            shares.append(measured.server_share)
            print(f" {name} {measured.rate:,.0f}", end="", flush=True)
        memory.append(await runs.idle_mb())
        print(f" idle_mb {memory[-1]:.0f}", flush=True)
        for name, (seconds, megabytes) in (await runs.reminders_tick(OBLIGATIONS)).items():
            ticks[f"reminders_{name}_seconds"].append(seconds)
            ticks[f"reminders_{name}_mb"].append(megabytes)


def main() -> None:
    """Measure, say what was found and write it down."""
    rates: Series = defaultdict(list)
    shares: list[float] = []
    memory: list[float] = []
    ticks: Series = defaultdict(list)
    asyncio.run(_measure(rates, shares, memory, ticks))
    found = {name: summary(ratios(rates[over], rates[under])) for name, (over, under) in RATIOS.items()}
    found |= {"idle_mb": summary(memory), "server_share": summary(shares)}
    for other in ("loop", "jobs"):
        found[f"reminders_tick_vs_{other}"] = summary(
            ratios(ticks["reminders_ours_seconds"], ticks[f"reminders_{other}_seconds"])
        )
    reminding = {name: summary(values) for name, values in ticks.items()}
    absolute = {name: summary(values) for name, values in rates.items()}
    print("\nUpdates or messages a second\n" + report.table(absolute))
    print("\nOurs over theirs within a round; megabytes; share of a core the server used\n" + report.table(found))
    print(f"\nA tick over {OBLIGATIONS:,} obligations\n" + report.table(reminding))
    found |= reminding | {f"{name}_per_second": values for name, values in absolute.items()}
    (HERE / "build" / "bench.json").write_bytes(orjson.dumps(found, option=orjson.OPT_INDENT_2) + b"\n")


if __name__ == "__main__":
    main()
