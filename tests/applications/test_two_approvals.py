"""Where the profile asks for two approvals, two colleagues admit a member, each once, whatever falls between."""

from pathlib import Path

from stage import Stage, running

from bot.profile import SHIPPED
from domain.applications import Move
from domain.people import ChannelKind
from storage import applications, people
from storage.database import Database
from storage.unit import Unit

TOLD = {"organisation": "示例智能科技有限公司", "tier": "ordinary", "representative": "陈明，chen@example.org"}


async def test_two_colleagues_admit_and_the_bot_may_stop_between(stage: Stage, tmp_path: Path) -> None:
    await stage.with_office()
    asks_two = SHIPPED.read_text("utf-8").replace("two_approvals = false", "two_approvals = true")
    stage.extra["alliance_file"] = tmp_path / "two.toml"
    stage.extra["alliance_file"].write_text(asks_two, "utf-8")
    desk, alice, zhao = stage.at_desk(), await stage.person("Alice"), await stage.person("赵秘书")
    await stage.control.post("member", chat=stage.staff_chat, person=zhao.id, status="member")
    second = zhao.inside(stage.staff_chat or 0)
    async with running(stage):
        await alice.says("/start")
        await alice.sees("您好")
        await desk.says(f"/staff add {zhao.id} secretary")
        await desk.sees(str(zhao.id))
        await in_review(stage, alice.id)
        await desk.says("/applications")
        await desk.taps("A-2026-0001", await desk.sees("待秘书处办理 (1)"))
        await desk.taps("批准", await desk.sees("审核中", "批准"))
        await desk.taps("确认批准", await desk.sees("还需另一位同事批准"))
        await desk.sees("📄 A-2026-0001", "待第二位批准", "查看申请")
    async with running(stage):
        await desk.taps("查看申请")
        file = await desk.sees("第一位批准人：李同事")
        again = await desk.answer_to(await desk.taps("批准", file))
        assert "须由其他同事决定" in again["text"]
        await second.taps("批准", file)
        sure = await second.sees("批准示例智能科技有限公司以普通会员入会")
        await second.taps("上一步", sure)
        await second.taps("批准", await second.sees("第一位批准人"))
        await second.taps("确认批准", await second.sees("批准示例智能科技有限公司以普通会员入会"))
        await second.sees("📄 A-2026-0001", "已批准")
        await alice.sees("欢迎！示例智能科技有限公司已成为")


async def in_review(stage: Stage, account: int) -> None:
    """Let somebody's application stand in review."""
    database = Database(stage.folder / "alliance.db")
    async with database.writing() as connection:
        unit = Unit(connection, 1_790_000_000_000)
        found = await people.by_address(unit, ChannelKind.TELEGRAM, str(account))
        assert found
        me = found[0].id
        begun = await applications.begin(unit, 2026, me, TOLD, actor_id=me)
        for step in (Move.SUBMIT, Move.TAKE):
            begun = await applications.move(unit, begun, step, actor_id=me)
        await unit.keep()
    await database.close()
