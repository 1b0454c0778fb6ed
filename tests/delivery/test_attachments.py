"""A row that carries a file: uploaded in its turn, again after a doubt, and blanked like any other payload."""

import aiohttp
from delivery_desk import Desk
from sqlalchemy import select
from stage import Stage

from bot.delivery.attachments import attached
from bot.telegram.gateway import BotApi
from bot.telegram.transport import Doubtful, Transport
from storage.forgetting import forget
from storage.schema import payloads

FILE = {"name": "my-data.json", "text": '{"姓名": "李 & 王"}\n'}


async def test_in_its_turn_and_again_when_in_doubt(desk: Desk) -> None:
    await desk.put(1, "before")
    row = await desk.put(1, method="sendDocument", payload={"document": {"$file": FILE}, "caption": "Here it is"})
    await desk.put(1, "after")
    desk.gateway.fail(1, Doubtful("cut"))
    await desk.run(60)
    assert [said.method for said in desk.gateway.sent] == ["sendMessage", "sendDocument", "sendMessage"]
    assert desk.gateway.sent[1].params == {"chat_id": 1, "document": "attach://document", "caption": "Here it is"}
    assert (await desk.row(row)).state == "sent"
    await forget(desk.database, before=desk.clock.now() + 1)
    async with desk.database.reading() as connection:
        assert set((await connection.execute(select(payloads.c.body))).scalars()) == {""}


async def test_what_looks_like_a_file_but_says_more_is_left_alone() -> None:
    params = {"reply_markup": {"$file": FILE, "more": 1}, "text": "{$file}"}
    assert attached(params) == (params, {})


async def test_telegram_gets_the_very_bytes(stage: Stage) -> None:
    alice = await stage.person("Alice")
    await alice.says("/start")
    transport = Transport()
    params, files = attached({"chat_id": alice.id, "document": {"$file": FILE}, "caption": "Here it is"})
    try:
        sent = await BotApi(transport, stage.sandbox.url, "4242:Sandbox-stage").call("sendDocument", params, files=files)
    finally:
        await transport.close()
    assert (sent["document"]["file_name"], sent["caption"]) == (FILE["name"], "Here it is")
    url = f"{stage.control.url}/control/files/{sent['document']['file_id']}"
    async with aiohttp.ClientSession() as http, http.get(url) as answer:
        assert (await answer.read()).decode() == FILE["text"]
