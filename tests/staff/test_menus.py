"""What Telegram shows beside the input follows the role, the language and the place."""

from staff_people import People
from stage import Player, running

STAFF = {"zh": "工作人员及其职务", "en": "Colleagues and their roles"}


async def menu(office: People, who: Player) -> str:
    return str(await office.stage.control.get("commands", chat=who.chat, person=who.id))


async def comes(office: People, who: Player, *words: str, without: str = "\0") -> None:
    async def there() -> bool:
        found = await menu(office, who)
        return all(each in found for each in words) and without not in found

    await office.stage.control.eventually(there, f"a menu with {words}, without {without!r}")


async def test_an_owner_and_the_group_have_theirs_from_the_start(office: People) -> None:
    async with running(office.stage):
        await office.owner.says("/start")
        await comes(office, office.owner, "服务内容", STAFF["zh"])
        await comes(office, office.at_desk(office.owner), STAFF["zh"], without="服务内容")
        await comes(office, office.at_desk(office.zhou), STAFF["zh"])
    async with running(office.stage):
        await comes(office, office.owner, STAFF["zh"])


async def test_it_comes_with_the_appointment_and_goes_with_it(office: People) -> None:
    async with running(office.stage):
        await office.emma.says("/start")
        await comes(office, office.emma, "All commands", without=STAFF["en"])
        await office.appointed(office.emma)
        await comes(office, office.emma, "All commands", STAFF["en"])
        await office.emma.says("/language")
        await office.emma.sees("language")
        await office.emma.taps("简体中文")
        await comes(office, office.emma, "服务内容", STAFF["zh"])
        await office.owner.says("/staff")
        await office.owner.sees("Emma")
        await office.owner.taps("Emma")
        await office.owner.taps("确定免去", await office.owner.sees("确定免去"))
        await comes(office, office.emma, "服务内容", without=STAFF["zh"])


async def test_without_a_chosen_language_the_menu_follows_the_app_again(office: People) -> None:
    async with running(office.stage):
        await office.emma.says("/start")
        await office.emma.sees("Welcome")
        await office.appointed(office.emma)
        await comes(office, office.emma, STAFF["en"])
        await office.owner.says("/staff")
        await office.owner.sees("Emma")
        await office.owner.taps("Emma")
        await office.owner.taps("确定免去", await office.owner.sees("确定免去"))
        await comes(office, office.emma, "All commands", without=STAFF["en"])


async def test_who_presses_start_after_the_appointment_gets_it_then(office: People) -> None:
    async with running(office.stage):
        await office.appointed(office.emma)
        await office.emma.says("/start")
        await comes(office, office.emma, STAFF["en"])


async def test_help_lists_the_commands_for_staff_to_staff_alone(office: People) -> None:
    async with running(office.stage):
        await office.owner.says("/help")
        await office.owner.sees("/join", "/staff", "/audit", "工作人员专用")
        await office.emma.says("/help")
        assert "/staff" not in (await office.emma.sees("/join"))["text"]
