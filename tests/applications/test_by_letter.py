"""Somebody who only writes letters: told by letter, and a colleague fills in what they wrote."""

from datetime import UTC, datetime
from pathlib import Path

from stage import a_stage, running

JOIN = "mufan@aiiaorg.cn"


async def test_a_colleague_fills_in_for_somebody_who_writes_letters(tmp_path: Path) -> None:
    async with a_stage(tmp_path, mail=True, limits=False, mail_address=JOIN) as stage:
        stage.extra |= {"imap_url": stage.sandbox.imap_url, "smtp_url": stage.sandbox.smtp_url}
        stage.extra["mail_since"] = datetime(2020, 1, 1, tzinfo=UTC)
        await stage.with_office()
        async with running(stage):
            letter = {"from": "Emma Clarke <emma@firm.example>", "subject": "Joining", "text": "We would like to apply."}
            await stage.control.post("letters", **letter)
            desk = stage.at_desk()
            await desk.taps("转为入会申请", await desk.sees("We would like to apply", "转为入会申请"))
            await desk.sees("📄 A-2026-0001", "尚未提交")

            async def invited() -> bool:
                letters = (await stage.control.get("letters"))["letters"]
                return any("answer this letter" in each["text"] and "start=bind-" in each["text"] for each in letters)

            await stage.control.eventually(invited, "a letter that tells the applicant how to go on")
            assert stage.owner is not None
            await stage.owner.says("/start fill-1")
            await stage.owner.sees("申请入会的单位全称")
            await stage.owner.says("示例机器人公司")
            await stage.owner.sees("英文名称")
