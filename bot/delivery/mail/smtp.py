"""One connection to the mail server, which knows after a failure whether the letter may have been taken.

A connection that breaks raises the same exception before the last line of a letter has left and after it, and only the second
is a doubt (RFC 1047). So the letter is written here, piece by piece, and counts as gone from the moment its last piece is
handed to the socket.

No exception from here carries an address, and none is chained to one that does.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import cast

import aiosmtplib

from bot.clock import Clock
from bot.delivery.mail.account import Account, Tls
from bot.delivery.mail.failures import Failure, Rejected, Step, Unclear, Unsent, cause_of

CONNECT_TIMEOUT = 30.0
COMMAND_TIMEOUT = 60.0
FINAL_TIMEOUT = 600.0
"""How long the server may take over a letter it has in full (RFC 5321, 4.5.3.2.6); giving up sooner makes doubles."""

GOODBYE_TIMEOUT = 2.0
IDLE_SECONDS = 20.0
CHUNK = 65_536
LEADING_PERIOD = re.compile(rb"(?m)^\.")
START_INPUT, COMPLETED, CLOSING = 354, 250, 421


class Smtp:
    """The connection of one account: opened by the first letter, kept while others follow, closed when idle.

    ``name`` is what we greet with: a domain, for many servers take nothing less.
    """

    def __init__(self, account: Account, name: str, clock: Clock) -> None:
        self._account, self._name, self._clock = account, name, clock
        self._client: aiosmtplib.SMTP | None = None
        self._writer: asyncio.StreamWriter | None = None
        self._idle: asyncio.Task[None] | None = None
        self._step = Step.CONNECT
        self._gone = False

    async def send(self, sender: str, recipient: str, content: bytes) -> None:
        """Hand in a letter of CRLF lines, or raise `Unsent`, `Unclear` or `Rejected`. An empty ``sender`` wants no bounce."""

        async def exchange(client: aiosmtplib.SMTP) -> None:
            await self._begin(client, sender, len(content))
            self._step = Step.RECIPIENT
            await client.rcpt(recipient)
            self._step = Step.CONTENT
            await self._hand_over(client, content)

        await self._talk(exchange)

    async def check(self, sender: str) -> bool:
        """Log in and ask whether ``sender`` may send, without sending anything; raise what `send` would.

        Return whether the connection is encrypted.
        """
        encrypted = False

        async def exchange(client: aiosmtplib.SMTP) -> None:
            nonlocal encrypted
            encrypted = client.get_transport_info("sslcontext") is not None
            await self._begin(client, sender, 0)

        await self._talk(exchange)
        return encrypted

    async def close(self) -> None:
        """Say goodbye and close; a later letter connects anew."""
        self._stay()
        client, writer = self._client, self._writer
        self._client = self._writer = None
        if client is None:
            return
        try:
            with suppress(aiosmtplib.SMTPException, OSError):
                await client.quit(timeout=GOODBYE_TIMEOUT)
        finally:
            _shut(client, writer)

    async def _talk(self, exchange: Callable[[aiosmtplib.SMTP], Awaitable[None]]) -> None:
        self._stay()
        self._step, self._gone = Step.CONNECT, False
        failure = await self._failure_of(exchange)
        if failure is not None and not (isinstance(failure, Rejected) and failure.step >= Step.SENDER):
            self._drop()
        if self._client is not None:
            self._idle = asyncio.create_task(self._leave_when_idle())
        if failure is not None:
            raise failure  # outside the except: not even __context__ leads to an address

    async def _failure_of(self, exchange: Callable[[aiosmtplib.SMTP], Awaitable[None]]) -> Failure | None:
        """Do what is to be done on a connection that stands, and return what went wrong."""
        try:
            await exchange(await self._ready())
        except aiosmtplib.SMTPResponseException as error:
            if error.code == CLOSING:
                return Unsent("closing", self._step)
            if 400 <= error.code < 600:
                return Rejected(error.code, error.message, self._step)
            return (Unclear if self._gone else Unsent)("malformed", self._step)
        except (aiosmtplib.SMTPException, OSError) as error:
            return (Unclear if self._gone else Unsent)(cause_of(error), self._step)
        except BaseException:  # cancelled in the middle of a letter: nobody can go on from there
            self._drop()
            raise
        return None

    async def _ready(self) -> aiosmtplib.SMTP:
        """Return the connection, the old one if it still answers."""
        if self._client is not None:
            with suppress(aiosmtplib.SMTPException, OSError):
                await self._client.rset()
                return self._client
            self._drop()
        client = self._client = _client_of(self._account, self._name)
        await client.connect(timeout=CONNECT_TIMEOUT)
        if client.is_ehlo_or_helo_needed:
            await client.ehlo()
        if self._account.user is not None:
            self._step = Step.LOGIN
            await client.login(self._account.user, self._account.password)
        transport = cast(asyncio.WriteTransport, client.transport)
        self._writer = asyncio.StreamWriter(transport, _protocol(client), None, asyncio.get_running_loop())
        return client

    async def _begin(self, client: aiosmtplib.SMTP, sender: str, size: int) -> None:
        self._step = Step.SENDER
        await client.mail(sender, options=[f"SIZE={size}"] if size and client.supports_extension("size") else [])

    async def _hand_over(self, client: aiosmtplib.SMTP, content: bytes) -> None:
        """Write the letter and wait for the answer to its last line."""
        answer = await client.execute_command(b"DATA")
        if answer.code != START_INPUT or self._writer is None:
            raise aiosmtplib.SMTPDataError(answer.code, answer.message)
        protocol, body = _protocol(client), memoryview(LEADING_PERIOD.sub(b"..", content) + b".\r\n")
        last = (len(body) - 1) // CHUNK * CHUNK
        for start in range(0, last, CHUNK):
            self._writer.write(body[start : start + CHUNK])
            await asyncio.wait_for(self._writer.drain(), COMMAND_TIMEOUT)
        self._gone = client.is_connected
        protocol.write(bytes(body[last:]))
        answer = await protocol.read_response(timeout=FINAL_TIMEOUT)
        if answer.code != COMPLETED:
            raise aiosmtplib.SMTPDataError(answer.code, answer.message)

    async def _leave_when_idle(self) -> None:
        await self._clock.sleep(IDLE_SECONDS)
        self._idle = None
        await self.close()

    def _stay(self) -> None:
        if self._idle is not None:
            self._idle.cancel()
            self._idle = None

    def _drop(self) -> None:
        if self._client is not None:
            _shut(self._client, self._writer)
        self._client = self._writer = None


def _shut(client: aiosmtplib.SMTP, writer: asyncio.StreamWriter | None) -> None:
    """Close what may be open; the library lets go of a connection that it has seen break."""
    client.close()
    if writer is not None:
        writer.close()


def _client_of(account: Account, name: str) -> aiosmtplib.SMTP:
    return aiosmtplib.SMTP(
        hostname=account.host,
        port=account.port,
        use_tls=account.tls is Tls.FROM_THE_START,
        start_tls={Tls.REQUIRED: True, Tls.OFFERED: None}.get(account.tls, False),
        local_hostname=name,
        timeout=COMMAND_TIMEOUT,
    )


def _protocol(client: aiosmtplib.SMTP) -> aiosmtplib.protocol.SMTPProtocol:
    if client.protocol is None:
        raise aiosmtplib.SMTPServerDisconnected("lost")
    return client.protocol
