"""A contact says how reminders reach them, sees all that is kept of them, and has it deleted; nobody's data stays behind."""

import json
import sqlite3
from contextlib import closing

import aiohttp
from roster_office import ENTRY, in_roster, standing, writing
from stage import Stage, running

from domain.people import ChannelKind
from domain.proposals import ProposalKind
from domain.roster import ContactRole
from storage import people, proposals


async def test_a_contact_chooses_how_to_be_reached_and_leaves_nothing_behind(stage: Stage) -> None:
    await stage.with_office()
    async with running(stage):
        wang = await stage.person("王小明")
        await wang.says("/settings")
        await wang.sees("您的设置", "简体中文")
        await wang.says("/settings 柏林")
        await wang.sees("只有会员单位联系人")
        member = await in_roster(stage, ENTRY, (wang, ContactRole.REPRESENTATIVE), mail="wang@firm.example")
        await wang.says("/settings 柏林")
        await wang.sees("时区：柏林", "提醒时间：默认（09:30）", "免打扰时段：22:00–08:00", "不能关闭")
        for opened, choice, shown in (("提醒时间", "○ 18:00", "提醒时间：18:00"), ("免打扰时段", "○ 不设", "免打扰时段：不设")):
            await wang.taps(opened, await wang.sees("您的设置"))
            await wang.taps(choice, await wang.sees("返回"))
            await wang.sees(shown)
        query = await wang.presses((await wang.messages())[-1], data="settings:set:zone:Mars/Base", force=True)
        assert (await wang.answer_to(str(query)))["show_alert"]
        _, [details] = await standing(stage, member)
        assert (details.zone, details.remind_at, details.quiet_from, details.quiet_until) == ("Europe/Berlin", 1080, 0, 0)

        async with writing(stage) as unit:
            found = await people.by_address(unit, ChannelKind.TELEGRAM, str(wang.id))
            assert found
            me = {"member_id": member.id, "person_id": found[0].id}
            await proposals.add(unit, **me, kind=ProposalKind.CONTACT, changes={"telephone": "+86 138 0013 8000"})
        await wang.says("/mydata")
        document = await wang.sees("全部数据")
        url = f"{stage.control.url}/control/files/{document['document']['file_id']}"
        async with aiohttp.ClientSession() as http, http.get(url) as answer:
            data = json.loads(await answer.text("utf-8"))
        [spoken_for] = data["会员单位联系人身份"]
        assert (spoken_for["会员单位"], spoken_for["负责事项"]) == (ENTRY.name, ["会员代表"])
        assert data["名册更改建议"][0]["建议内容"] == {"电话": "+86 138 0013 8000"}

        await wang.taps("删除我的数据", document)
        await wang.taps("确认全部删除", await wang.sees("不再是任何会员单位的联系人"))
        await wang.sees("全部数据已删除")
        assert await standing(stage, member) == (ENTRY, [])
    with closing(sqlite3.connect(stage.folder / "alliance.db")) as database:
        assert database.execute("SELECT name, mail, zone, ended_at > 0 FROM contacts").fetchall() == [("", "", None, 1)]
        assert database.execute("SELECT state, changes FROM proposals").fetchall() == [("withdrawn", "{}")]
        assert database.execute("SELECT count(*) FROM contact_roles").fetchall() == [(0,)]
