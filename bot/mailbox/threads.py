"""A session is worked in threads, so that the process never waits for a mail server."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import ParamSpec, TypeVar

from bot.mailbox.account import Account
from bot.mailbox.session import Session

Given = ParamSpec("Given")
Answer = TypeVar("Answer")


@asynccontextmanager
async def logged_in(account: Account) -> AsyncIterator[Session]:
    """Yield a session that is logged in to ``account``; it is closed in the end."""
    session = Session(account)
    try:
        await within(session, session.open)
        yield session
    finally:
        session.close()


async def within(session: Session, call: Callable[Given, Answer], *args: Given.args, **more: Given.kwargs) -> Answer:
    """Call in a thread. When cancelled, break the connection and see the thread end, which nothing else can stop."""
    working = asyncio.ensure_future(asyncio.to_thread(call, *args, **more))
    try:
        return await asyncio.shield(working)
    except asyncio.CancelledError:
        session.abandon()
        await asyncio.gather(working, return_exceptions=True)
        raise
