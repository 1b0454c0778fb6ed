"""Owners appoint and remove colleagues, in words and with taps; rights hold from the next event on, for exactly as long."""

import pytest
from staff_people import People
from stage import Player, buttons_of, running

OWNERS_ONLY = {"zh": "只有管理员可以任命", "en": "Only owners appoint"}
NOT_STAFF = {"zh": "只有已登记的工作人员", "en": "Only colleagues who are registered"}


async def shown(who: Player) -> dict:
    """Return the bot's newest message."""
    return [each for each in await who.messages() if each["from"]["is_bot"]][-1]


async def removes(owner: Player, who: Player) -> None:
    """Let the owner remove somebody with the buttons under the list."""
    await owner.says("/staff")
    await owner.sees(str(who.id))
    await owner.taps(str(who.id))
    await owner.sees("确定免去", str(who.id))
    await owner.taps("确定免去")
    await owner.sees("工作人员", "OWNER_IDS")


async def test_a_colleague_is_appointed_in_words_acts_and_is_removed(office: People) -> None:
    async with running(office.stage):
        await office.emma.says("/start")
        await office.emma.sees("Welcome")
        await office.appointed(office.emma)
        await office.emma.sees("You have been appointed secretary")
        await office.emma.says("/staff")
        listed = await office.emma.sees("Colleagues", "李同事", "owner", f"Emma ({office.emma.id})", "appointed by 李同事")
        assert buttons_of(listed) == []
        await removes(office.owner, office.emma)
        await office.emma.sees("You are no longer secretary")
        await office.emma.says("/staff")
        await office.emma.sees("I do not know this command")


async def test_a_reply_in_the_group_asks_for_the_role(office: People) -> None:
    async with running(office.stage):
        owner = office.at_desk(office.owner)
        message = await office.at_desk(office.zhou).says("大家好")
        await owner.says("/staff", reply_to=message["message_id"])
        await owner.sees("请选择", "周航", str(office.zhou.id), "秘书", "财务", "取消")
        await owner.taps("财务")
        await owner.sees(str(office.zhou.id), "现已担任", "财务", "点一次“开始”")
        await office.zhou.says("/start")
        await office.zhou.sees("您好，这里是")
        await office.zhou.says("/staff")
        await office.zhou.sees("周航", "财务", "由 李同事 任命")


async def test_in_a_topic_the_answer_stands_in_the_topic_and_its_first_message_is_nobodys(office: People) -> None:
    async with running(office.stage):
        await office.emma.says("qwrt zxcv")
        await office.at_desk(office.owner).sees("qwrt zxcv")
        [thread] = office.stage.sandbox.world.chats[office.stage.staff_chat].topics
        owner = office.at_desk(office.owner, thread)
        await owner.says("/staff")
        await owner.sees("工作人员", "OWNER_IDS")


async def test_cancelling_changes_nothing(office: People) -> None:
    async with running(office.stage):
        await office.owner.says(f"/staff add {office.zhou.id}")
        await office.owner.sees("请选择", str(office.zhou.id))
        await office.owner.taps("取消")
        await office.owner.sees("未作任何更改")
        await office.owner.says("/staff")
        assert str(office.zhou.id) not in (await office.owner.sees("OWNER_IDS"))["text"]


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("add", "数字ID 职务"),
        ("add @emma secretary", "数字ID 职务"),
        ("add https://t.me/emma secretary", "数字ID 职务"),
        ("add -1001234567890 secretary", "数字ID 职务"),
        ("add 0 secretary", "数字ID 职务"),
        ("add 1234567890123456 secretary", "数字ID 职务"),
        ("add 555 owner", "数字ID 职务"),
        ("add 555 boss", "数字ID 职务"),
        ("add 555 secretary now", "数字ID 职务"),
        ("remove 555", "数字ID 职务"),
        ("add 4242 secretary", "只能任命个人"),
        ("add 1087968824 secretary", "只能任命个人"),
        ("add OWNER treasurer", "拥有全部权限"),
        ("add 555 secretary", "555 现已担任秘书"),
        ("ADD 555 财务", "555 现已担任财务"),
    ],
)
async def test_who_can_be_appointed_and_how(office: People, words: str, answer: str) -> None:
    async with running(office.stage):
        await office.owner.says("/staff " + words.replace("OWNER", str(office.owner.id)))
        await office.owner.sees(answer)


async def test_a_role_is_given_once(office: People) -> None:
    async with running(office.stage):
        await office.appointed(office.zhou)
        await office.owner.says(f"/staff add {office.zhou.id} secretary")
        await office.owner.sees("已担任该职务")
        await office.owner.says(f"/staff add {office.zhou.id}")
        offered = await office.owner.sees("请选择")
        assert [each["text"] for each in buttons_of(offered)] == ["财务", "取消"]


async def test_what_a_bot_or_an_anonymous_administrator_wrote_appoints_nobody(office: People) -> None:
    async with running(office.stage):
        owner = office.at_desk(office.owner)
        await owner.says("/staff")
        listed = await owner.sees("OWNER_IDS")
        await owner.says("/staff", reply_to=listed["message_id"])
        await owner.sees("只能任命个人")


async def test_a_second_press_changes_nothing_and_an_older_screen_is_out_of_date(office: People) -> None:
    async with running(office.stage):
        await office.owner.says(f"/staff add {office.zhou.id}")
        screen = await office.owner.sees("请选择")
        secretary, treasurer = (each["callback_data"] for each in buttons_of(screen)[:2])
        for _ in range(2):
            query = await office.owner.presses(screen, data=secretary, force=True)
            assert (await office.owner.answer_to(query))["text"] == "已完成。"
        query = await office.owner.presses(screen, data=treasurer, force=True)
        assert (await office.owner.answer_to(query))["text"].startswith("此页面已过期")
        listed = await office.owner.sees("OWNER_IDS")
        assert "财务" not in listed["text"]
        await removes(office.owner, office.zhou)
        query = await office.owner.presses(screen, data=secretary, force=True)
        assert (await office.owner.answer_to(query))["text"] == "已完成。"
        await office.owner.says("/staff")
        assert str(office.zhou.id) not in (await office.owner.sees("OWNER_IDS"))["text"]


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_colleagues_who_are_no_owners_see_and_change_nothing(office: People, language: str) -> None:
    secretary = {"zh": office.zhou, "en": office.emma}[language]
    async with running(office.stage):
        await secretary.says("/start")
        await office.appointed(secretary)
        await secretary.says("/staff add 555 secretary")
        await secretary.sees(OWNERS_ONLY[language])
        owner = office.at_desk(office.owner)
        await owner.says("/staff")
        listed = await owner.sees("OWNER_IDS", "免去")
        for button in (*buttons_of(listed), {"callback_data": "staff:list"}, {"callback_data": "staff:cancel"}):
            query = await office.at_desk(secretary).presses(listed, data=button["callback_data"], force=True)
            answer = await secretary.answer_to(query)
            assert answer["text"].startswith(OWNERS_ONLY[language])
            assert answer["show_alert"]
        await owner.says("/staff")
        await owner.sees(str(secretary.id))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("known", [True, False])
async def test_who_merely_sits_in_the_group_sees_and_does_nothing(office: People, language: str, known: bool) -> None:
    stranger = {"zh": office.zhou, "en": office.emma}[language]
    async with running(office.stage):
        if known:
            await stranger.says("/start")
            await stranger.sees("您好" if language == "zh" else "Welcome")
        await office.appointed(await office.stage.person("陈静"))
        owner = office.at_desk(office.owner)
        await owner.says("/staff")
        listed = await owner.sees("OWNER_IDS", "免去")
        for data in (buttons_of(listed)[0]["callback_data"], "staff:list", "audit:older:9"):
            query = await office.at_desk(stranger).presses(listed, data=data, force=True)
            answer = await stranger.answer_to(query)
            assert answer["text"].startswith(NOT_STAFF[language])
            assert answer["show_alert"]
        for command in ("/staff", "/audit"):
            await office.at_desk(stranger).says(command)
            assert (await shown(await said(office, stranger)))["text"].startswith(NOT_STAFF["zh"])
            await stranger.says(command)
            await stranger.sees("没有这个命令" if language == "zh" else "I do not know this command")


async def said(office: People, who: Player) -> Player:
    """Return somebody at the desk once the bot has answered there."""
    await office.at_desk(office.owner).sees(NOT_STAFF["zh"])
    return office.at_desk(who)


async def test_roles_outlive_a_restart_and_end_with_the_next_event(office: People) -> None:
    async with running(office.stage):
        await office.appointed(office.zhou, "treasurer")
        await office.zhou.says("/start")
        await office.zhou.sees("您好")
    async with running(office.stage):
        desk = office.at_desk(office.zhou)
        await desk.says("/staff")
        await desk.sees("周航", "财务")
        await desk.says("/audit")
        trail = await desk.sees("任命")
        await removes(office.owner, office.zhou)
        query = await desk.presses(trail, data="audit:older:2", force=True)
        assert (await desk.answer_to(query))["text"].startswith(NOT_STAFF["zh"])
        await desk.says("/staff")
        await desk.sees(NOT_STAFF["zh"])


async def test_who_is_no_longer_an_owner_can_only_look(office: People) -> None:
    async with running(office.stage):
        await office.appointed(office.zhou)
        await office.owner.says("/staff")
        listed = await office.owner.sees("免去")
    async with running(office.stage, owner_ids=(office.emma.id,)):
        query = await office.owner.presses(listed, data=buttons_of(listed)[0]["callback_data"], force=True)
        assert (await office.owner.answer_to(query))["text"].startswith(NOT_STAFF["zh"])


async def test_an_anonymous_administrator_hears_why_nothing_happens(office: People) -> None:
    async with running(office.stage):
        chat = {"id": office.stage.staff_chat, "type": "supergroup", "title": "x", "is_forum": True}
        message = {
            "message_id": 9000,
            "date": 1,
            "chat": chat,
            "from": {"id": 1087968824, "is_bot": True, "first_name": "Group"},
            "sender_chat": chat,
            "text": "/staff",
            "entities": [{"type": "bot_command", "offset": 0, "length": 6}],
        }
        await office.stage.control.post("update", update={"message": message})
        await office.at_desk(office.owner).sees("匿名管理员")


async def test_an_appointment_that_is_undone_gives_no_right(office: People, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_given: object, **_named: object) -> None:
        raise RuntimeError

    async with running(office.stage):
        await office.emma.says("/start")
        await office.emma.sees("Welcome")
        with monkeypatch.context() as patched:
            patched.setattr("handlers.staff.appointing.show_menu", broken)
            await office.owner.says(f"/staff add {office.emma.id} secretary")
            await office.owner.sees("抱歉")
        await office.emma.says("/staff")
        await office.emma.sees("I do not know this command")
        await office.owner.says("/staff")
        assert "Emma" not in (await office.owner.sees("OWNER_IDS"))["text"]
