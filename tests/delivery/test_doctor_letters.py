"""The doctor's look at the mail server: every way it can be wrong is said in words, and nothing is sent."""

import socket
from urllib.parse import urlsplit

import aiosmtplib
import pytest
from mail_server import CERTIFICATE, CUT, a_mail_server

from bot.clock import SystemClock
from bot.delivery.mail.failures import cause_of
from bot.doctor.findings import Level
from bot.doctor.sending import sending
from bot.settings import given

JOIN = "desk@alliance.example"


async def report(url: str | None, address: str = JOIN) -> list[str]:
    settings = given(bot_token="4242:Sandbox-demo", smtp_url=url)
    return [str(found) async for found in sending(settings, address, SystemClock())]


async def test_a_mail_server_that_is_well() -> None:
    async with a_mail_server() as server:
        taken, believed = await report(server.url)
        assert taken == f"ok       Letters out: 127.0.0.1 takes letters from {JOIN}, of which 100 an hour may leave"
        assert believed.startswith(f"{Level.NOTE:<8} Sender: ")
        assert "_dmarc.alliance.example" in believed
        _, others = await report(server.url, "office@other.example")
        assert "unless other.example signs them" in others
        assert (server.taken, server.open) == ([], set())


async def test_without_one_that_is_all() -> None:
    assert await report(None) == ["note     Letters out: off: SMTP_URL is not set"]


async def test_a_wrong_password() -> None:
    async with a_mail_server() as server:
        server.password = "another"
        (found,) = await report(server.url)
        assert found.startswith("problem  Letters out: 127.0.0.1 refuses user or password (535)")


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("553 5.7.1 not allowed", f"takes no letters from {JOIN} (553)"),
        ("450 4.7.1 too many", "puts us off (450)"),
        (CUT, "breaks the connection off"),
    ],
)
async def test_an_address_that_may_not_write(answer: str, words: str) -> None:
    async with a_mail_server() as server:
        server.will("MAIL", answer)
        (found,) = await report(server.url)
        assert words in found


async def test_a_server_that_cannot_be_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    async with a_mail_server(smtps=True) as server:
        (found,) = await report(server.url)
        assert "its certificate is not valid for that name" in found
        monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
        assert (await report(server.url))[0].startswith("ok ")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda server: f"{server.url}?starttls=1", "it offers no login, or no STARTTLS"),
        (lambda server: server.url.replace("smtp:", "smtps:"), "it does not speak TLS on that port"),
        (lambda server: server.url.replace(str(urlsplit(server.url).port), "1"), "it is not reached"),
    ],
)
async def test_a_url_that_is_wrong(change, words: str) -> None:
    async with a_mail_server() as server:
        (found,) = await report(change(server))
        assert words in found
        assert server.password not in found


async def test_a_server_that_asks_nobody_who_he_is() -> None:
    async with a_mail_server() as server:
        assert (await report(f"smtp://127.0.0.1:{urlsplit(server.url).port}"))[0].startswith("ok ")


def test_a_name_that_is_not_known_is_found_behind_the_librarys_words() -> None:
    error = aiosmtplib.SMTPConnectError("Error connecting to mail.firm.example")
    assert cause_of(error) == "connect"
    error.__cause__ = socket.gaierror()
    assert cause_of(error) == "name"
