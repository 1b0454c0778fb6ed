"""Wrong requests are refused in Telegram's words, and noted when no well-behaved client would send them."""

from __future__ import annotations

import json

import aiohttp
import pytest

KEYBOARD = {"inline_keyboard": [[{"text": "Yes", "callback_data": "yes"}]]}


def keyboard(**button: object) -> dict[str, object]:
    return {"inline_keyboard": [[{"text": "x", **button}]]}


WRONG = [
    ({"text": ""}, "message text is empty"),
    ({"text": " \n "}, "message text is empty"),
    ({"text": "x" * 4097}, "message is too long"),
    ({"text": "😀" * 2049}, "message is too long"),
    ({"text": 7}, "can't parse text: expected String"),
    ({"text": "x", "colour": "red"}, 'unknown parameter "colour"'),
    ({"text": "x", "parse_mode": "MarkdownV2"}, "the sandbox does not serve Markdown; use HTML or entities"),
    ({"text": "x", "parse_mode": "Word"}, "unsupported parse_mode"),
    ({"text": "x", "message_thread_id": "seven"}, 'parameter "message_thread_id" must be of type Integer'),
    ({"text": "x", "disable_notification": "perhaps"}, 'parameter "disable_notification" must be of type Boolean'),
    ({"text": "x", "reply_markup": "{"}, "can't parse reply keyboard markup JSON object"),
    ({"text": "x", "reply_markup": keyboard(callback_data="x" * 65)}, "BUTTON_DATA_INVALID"),
    ({"text": "x", "reply_markup": keyboard(callback_data="汉" * 22)}, "BUTTON_DATA_INVALID"),
    (
        {"text": "x", "reply_markup": keyboard()},
        "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ),
    (
        {"text": "x", "reply_markup": keyboard(callback_data="a", url="https://example.org")},
        "can't parse inline keyboard button: exactly one action is allowed",
    ),
    (
        {"text": "x", "reply_markup": keyboard(url="not an address")},
        "inline keyboard button URL 'not an address' is invalid: Wrong HTTP URL",
    ),
    ({"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "x", "callback_data": "y"}] * 9]}}, "more than 8"),
    ({"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "x", "callback_data": "y"}]] * 101}}, "too long"),
    ({"text": "x", "reply_markup": keyboard(callback_dat="a")}, 'InlineKeyboardButton has no field "callback_dat"'),
    ({"text": "x", "entities": [{"type": "bold", "offset": 0, "length": 9}]}, "entity is out of the text"),
    ({"text": "x", "entities": [{"type": "huge", "offset": 0, "length": 1}]}, "Unsupported type specified"),
    ({"text": "x", "link_preview_options": {"is_disabled": "no"}}, 'field "is_disabled": expected Boolean'),
]


@pytest.mark.parametrize(("parameters", "reason"), WRONG)
async def test_wrong_messages_are_refused_and_noted(tester, parameters, reason):
    alice = await tester.person()
    description = await tester.error("sendMessage", chat_id=alice, **parameters)
    assert description.startswith("Bad Request: ")
    assert reason in description
    assert await tester.violations() == [description]


async def test_an_error_that_hangs_on_the_state_is_no_violation(tester):
    alice = await tester.person()
    stranger = await tester.person("Bob", started=False)
    assert await tester.error("sendMessage", chat_id=404, text="x") == "Bad Request: chat not found"
    cannot = "Forbidden: bot can't initiate conversation with a user"
    assert await tester.error("sendMessage", chat_id=stranger, text="x") == cannot
    await tester.does("block", person=alice)
    assert await tester.error("sendMessage", chat_id=alice, text="x") == "Forbidden: bot was blocked by the user"
    assert await tester.error("sendChatAction", chat_id=alice, action="typing") == "Forbidden: bot was blocked by the user"
    assert await tester.violations() == []


async def test_missing_parameters(tester):
    assert await tester.error("sendMessage", text="x") == "Bad Request: chat_id is empty"
    assert await tester.error("getFile") == "Bad Request: file_id not specified"
    assert await tester.error("createForumTopic", chat_id=1) == 'Bad Request: parameter "name" is required'
    assert (await tester.call("sendCake"))["error_code"] == 404


async def test_a_wrong_token_is_unauthorized(tester, http):
    async with http.get(f"{tester.sandbox.url}/bot1:Sandbox-other/getMe") as response:
        assert response.status == 401
        assert (await response.json())["description"] == "Unauthorized"
    async with http.get(f"{tester.sandbox.url}/bot{tester.world.bot.token}/test/getMe") as response:
        assert response.status == 404


async def test_every_encoding_means_the_same(tester, http):
    alice = await tester.person()
    url = f"{tester.sandbox.url}/bot{tester.world.bot.token}/sendMessage"
    fields = {"chat_id": str(alice), "text": "héllo 你好", "reply_markup": json.dumps(KEYBOARD)}
    form = aiohttp.FormData(fields)
    multipart = aiohttp.FormData(fields, default_to_multipart=True)
    sent = [
        await http.get(url, params=fields),
        await http.post(url, data=form),
        await http.post(url, data=multipart),
        await http.post(url, json={"chat_id": alice, "text": "héllo 你好", "reply_markup": KEYBOARD}),
    ]
    messages = [(await response.json())["result"] for response in sent]
    assert {(m["text"], json.dumps(m["reply_markup"])) for m in messages} == {("héllo 你好", json.dumps(KEYBOARD))}


async def test_edits(tester):
    alice = await tester.person()
    message = await tester.ok("sendMessage", chat_id=alice, text="<b>one</b>", parse_mode="HTML", reply_markup=KEYBOARD)
    this = {"chat_id": alice, "message_id": message["message_id"]}
    same = {"text": "<b>one</b>", "parse_mode": "HTML", "reply_markup": KEYBOARD}
    assert "message is not modified: specified new message content" in await tester.error("editMessageText", **this, **same)
    edited = await tester.ok("editMessageText", **this, text="two")
    assert edited["text"] == "two"
    assert "edit_date" in edited
    assert not {"reply_markup", "entities"} & edited.keys()
    assert (await tester.ok("editMessageReplyMarkup", **this, reply_markup=KEYBOARD))["reply_markup"] == KEYBOARD
    assert await tester.error("editMessageText", chat_id=alice, message_id=99, text="x") == (
        "Bad Request: message to edit not found"
    )
    assert await tester.error("editMessageText", chat_id=alice, message_id=1, text="x") == (
        "Bad Request: message can't be edited"
    )
    assert await tester.error("editMessageCaption", **this, caption="x") == (
        "Bad Request: there is no caption in the message to edit"
    )
    assert await tester.ok("deleteMessage", **this) is True
    assert await tester.error("deleteMessage", **this) == "Bad Request: message to delete not found"


async def test_replies(tester):
    alice = await tester.person()
    reply = {"message_id": 1}
    assert (await tester.ok("sendMessage", chat_id=alice, text="x", reply_parameters=reply))["reply_to_message"][
        "text"
    ] == "/start"
    nowhere = {"message_id": 99}
    assert await tester.error("sendMessage", chat_id=alice, text="x", reply_parameters=nowhere) == (
        "Bad Request: message to be replied not found"
    )
    lenient = {**nowhere, "allow_sending_without_reply": True}
    assert "reply_to_message" not in await tester.ok("sendMessage", chat_id=alice, text="x", reply_parameters=lenient)


async def test_taps_are_answered_once_and_in_time(tester):
    alice = await tester.person()
    message = await tester.ok("sendMessage", chat_id=alice, text="?", reply_markup=KEYBOARD)
    press = {"from": alice, "message": message["message_id"], "text": "Yes"}
    first, late = await tester.does("press", **press), await tester.does("press", **press)
    queries = [update["callback_query"] for update in await tester.updates() if "callback_query" in update]
    assert [query["id"] for query in queries] == [first["query_id"], late["query_id"]]
    assert queries[0]["message"]["reply_markup"] == KEYBOARD
    assert await tester.look(f"queries/{first['query_id']}") is None
    await tester.ok("answerCallbackQuery", callback_query_id=first["query_id"], text="Noted")
    assert (await tester.look(f"queries/{first['query_id']}"))["text"] == "Noted"
    too_old = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    assert await tester.error("answerCallbackQuery", callback_query_id=first["query_id"]) == too_old
    await tester.does("clock", advance_ms=151_000)
    assert await tester.error("answerCallbackQuery", callback_query_id=late["query_id"]) == too_old
    assert await tester.refused("press", **{**press, "text": "No"}) == "no such button under this message"
    await tester.does("press", **{"from": alice, "message": message["message_id"], "data": "forged", "force": True})
    assert (await tester.updates())[-1]["callback_query"]["data"] == "forged"
