"""Doors that stay shut: foreign pages, foreign names, people without the password, and files that would like to run."""

from __future__ import annotations

import base64

import aiohttp
import pytest

from bot.sandbox.control.http import CALLS
from bot.sandbox.reach import password_for
from bot.sandbox.server import running_sandbox
from bot.sandbox.world import World

REFUSED_NAME, REFUSED_PASSWORD, REFUSED_SITE = 400, 401, 403


async def test_other_sites_cannot_act(tester):
    url = f"{tester.sandbox.url}/control/people"
    eve, form = {"first_name": "Eve"}, {"Content-Type": "text/plain"}
    async with tester.http.post(url, data='{"first_name":"Eve"}', headers=form) as response:
        assert response.status == 400
    for origin in ("https://evil.example", "null"):
        async with tester.http.post(url, json=eve, headers={"Origin": origin}) as response:
            assert response.status == REFUSED_SITE
    async with tester.http.post(url, json=eve, headers={"Origin": tester.sandbox.url}) as response:
        assert response.status == 200


async def test_other_names_for_this_machine_are_refused(tester):
    async def status(path, host):
        async with tester.http.get(tester.sandbox.url + path, headers={"Host": host}) as response:
            return response.status

    for path in ("/", "/page/app.js", "/control/people"):
        assert await status(path, f"evil.example:{tester.sandbox.port}") == REFUSED_NAME
    for ours in ("127.0.0.1", "localhost", "[::1]"):
        assert await status("/control/people", f"{ours}:{tester.sandbox.port}") == 200


async def test_looking_changes_nothing(tester):
    """Whatever a link or an image on a foreign page can ask for."""
    await tester.person()
    before = tester.world.clock.offset_ms, await tester.look("state")
    for method, path in CALLS:
        if method == "GET":
            await tester.look(path, offset_ms=1, advance_ms=1, first_name="Eve", text="x")
    assert (tester.world.clock.offset_ms, await tester.look("state")) == before


async def test_the_page_runs_no_foreign_code(tester):
    async with tester.http.get(f"{tester.sandbox.url}/") as response:
        assert response.status == 200
        policy = response.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert not [lax for lax in ("unsafe", "data:", "blob:", "*", "http") if lax in policy]


async def test_the_page_is_asked_for_anew_and_sent_once(tester):
    for path in ("/", "/page/app.js"):
        async with tester.http.get(tester.sandbox.url + path) as first:
            assert (first.status, first.headers["Cache-Control"]) == (200, "no-cache")
        known = {"If-None-Match": first.headers["ETag"]}
        async with tester.http.get(tester.sandbox.url + path, headers=known) as second:
            assert second.status == 304


@pytest.mark.parametrize(
    "mime",
    ["image/svg+xml", "image/SVG+xml;x=y", "text/html", "application/xhtml+xml", "text/xml", "application/pdf", "x\r\nY: z"],
)
async def test_files_run_nothing(tester, mime):
    alice = await tester.person()
    content = base64.b64encode(b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>").decode()
    said = await tester.does("say", **{"from": alice}, document={"name": "张三.svg", "base64": content, "mime": mime})
    file = await tester.ok("getFile", file_id=said["document"]["file_id"])
    for path in (f"/control/files/{file['file_id']}", f"/file/bot{tester.world.bot.token}/{file['file_path']}"):
        async with tester.http.get(tester.sandbox.url + path) as response:
            assert (response.status, response.content_type) == (200, "application/octet-stream")
            assert response.headers["X-Content-Type-Options"] == "nosniff"
            if path.startswith("/control"):
                assert response.headers["Content-Disposition"].startswith("attachment; ")
                assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize(
    ("host", "asks"),
    [
        *(("127.0.0.1", False), ("127.8.8.8", False), ("localhost", False), ("::1", False)),
        *(("0.0.0.0", True), ("::", True), ("192.168.1.4", True), ("desk.example", True)),  # noqa: S104
    ],
)
def test_only_this_machine_needs_no_password(host, asks):
    assert (password_for(host) is not None) == asks


async def test_a_password_guards_all_but_the_bot_api(http):
    async with running_sandbox(World(), password="open sesame") as sandbox:
        token, elsewhere = sandbox.world.bot.token, {"Host": "sandbox.example"}

        async def status(path, password=None):
            known = {"Authorization": aiohttp.encode_basic_auth("sandbox", password)} if password else {}
            async with http.get(sandbox.url + path, headers=known | elsewhere) as response:
                return response.status

        for path in ("/", "/page/app.js", "/control/people", "/control/events"):
            assert await status(path) == await status(path, "open") == REFUSED_PASSWORD
            assert await status(path, "open sesame") == 200
        assert await status(f"/bot{token}/getMe") == 200
        assert await status("/bot4242:Sandbox-guess/getMe") == 401
