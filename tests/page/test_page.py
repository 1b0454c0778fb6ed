"""The page in a real browser: the tour from start to end, files, faults, links, letters, keys alone, a phone's width."""

import asyncio
from typing import Any

import pytest
from browser import CHROMIUM, Handset, a_page
from playwright.async_api import Browser, Page, expect
from stage import Control
from tour import Visitor
from visit import GROUP

if CHROMIUM is None:
    pytest.skip("no Chromium: the page is not tried in a browser", allow_module_level=True)

pytestmark = pytest.mark.asyncio(loop_scope="session")

DESK = {"width": 1720, "height": 900}
MOST_STOPS = 60
PHONE = {"width": 390, "height": 844}


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_tour_ticks_itself_off(browser: Browser, demo: Control, language: str) -> None:
    async with a_page(browser, demo.url, language) as page:
        visitor = Visitor(page, language)
        await visitor.asks()
        await visitor.lets_time_pass()
        await visitor.answers()
        await visitor.kills()
        await visitor.closes_and_is_rated()
        await page.reload()
        await expect(visitor.tour).to_contain_text(visitor.says["end"])
        await page.locator("#bar").get_by_role("button", name=visitor.says["other"]).click()
        await expect(visitor.tour).not_to_contain_text(visitor.says["end"])
        await visitor.has_done(6)


async def test_who_comes_after_somebody_else_begins_with_a_person_of_their_own(browser: Browser, demo: Control) -> None:
    async with a_page(browser, demo.url) as page:
        visitor = Visitor(page, "zh")
        await visitor.has_done(0)
        await visitor.begins()


async def test_a_step_is_ticked_only_by_what_it_is_about(browser: Browser, demo: Control) -> None:
    bot, seen = 4242, {"killed": True, "waiting": 1001}
    reacted: dict[str, Any] = {"type": "reaction", "chat": GROUP}
    events: list[dict[str, Any]] = [
        {"type": "message", "chat": 1001, "message": {"from": {"id": bot}}},
        {"type": "message", "chat": 1002, "message": {"from": {"id": bot}}},
        reacted | {"reactions": [{"person": bot, "emoji": "👌"}]},
        reacted | {"reactions": [{"person": 2001, "emoji": "👌"}]},
        reacted | {"reactions": [{"person": bot, "emoji": "👀"}]},
        {"type": "message", "chat": GROUP, "message": {"from": {"id": bot}, "text": "⏰ …"}},
    ]
    facts = "async ([event, seen, bot]) => (await import('/page/tour/steps.js')).facts(event, seen, bot)"
    async with a_page(browser, demo.url) as page:
        found = [await page.evaluate(facts, [event, seen, bot]) for event in events]
        assert [each.get("recovered") for each in found] == [True, False, None, None, None, None]
        assert [each.get("delivered") for each in found] == [None, None, True, False, False, None]
        assert not found[-1]["reminded"]  # the clock was not moved
        kept = {"began": 1, "seen": {"answered": True}}
        await page.evaluate("kept => localStorage.setItem('tour', JSON.stringify(kept))", kept)
        await page.reload()
        await Visitor(page, "zh").has_done(0)  # that was in another world


async def downloaded(page: Page, phone: Handset, name: str) -> bytes:
    async with page.expect_download() as download:
        await phone.message(name).get_by_role("link").click()
    kept = await (await download.value).path()
    return await asyncio.to_thread(kept.read_bytes)


async def test_files_go_both_ways_though_the_line_is_cut(browser: Browser, demo: Control) -> None:
    await demo.post("people", first_name="王小明", language_code="zh-hans")
    async with a_page(browser, demo.url, viewport=DESK) as page:
        prospect, colleague, dock = Handset(page, "prospect"), Handset(page, "colleague"), page.locator("#dock")
        await prospect.is_taken_by("王小明")
        await prospect.start.click()
        await expect(prospect.message("会员服务")).to_be_visible()
        await page.get_by_role("button", name="故障").click()
        await dock.get_by_role("button", name="下一条消息：未处理就断线").click()
        await expect(dock.get_by_text("还剩 1 次")).to_be_visible()
        await expect(page.locator("#bar").get_by_role("button", name="故障")).to_have_text("故障1")
        await prospect.attaches("章程草案.txt", "第一条".encode())
        await colleague.box.get_by_role("button", name="王小明").click()
        assert await downloaded(page, colleague, "章程草案.txt") == "第一条".encode()
        await expect(dock.get_by_text("全部已保存，没有丢失")).to_be_visible()
        await colleague.attaches("回执.txt", b"received")
        assert await downloaded(page, prospect, "回执.txt") == b"received"
        await dock.get_by_role("tab", name="请求记录").click()
        await expect(dock.get_by_text("断线").first).to_be_visible()


async def test_a_start_link_opens_in_the_phone_beside(browser: Browser, demo: Control) -> None:
    await demo.post("people", first_name="Ann", language_code="en")
    async with a_page(browser, demo.url, "en") as page:
        contact, colleague = Handset(page, "contact"), Handset(page, "colleague")
        await expect(page.locator("#prospect option:checked")).to_have_text("Emma Clarke")
        await contact.is_taken_by("Ann")
        await contact.start.click()
        await colleague.sends("https://t.me/sandbox_4242_bot?start=join")
        await colleague.message("start=join").get_by_role("link").click()
        await page.get_by_role("dialog").get_by_role("button", name="Ann").click()
        await expect(contact.message("1 of 8")).to_be_visible()


async def test_the_keyboard_is_enough(browser: Browser, demo: Control) -> None:
    await demo.post("people", first_name="Bo", language_code="en")
    async with a_page(browser, demo.url, "en") as page:
        contact = Handset(page, "contact")
        await contact.is_taken_by("Bo")
        for _ in range(MOST_STOPS):
            if await contact.start.evaluate("node => node === document.activeElement"):
                break
            await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")
        await expect(contact.area).to_be_focused()
        await page.keyboard.type("How can we join?")
        await page.keyboard.press("Enter")
        await expect(contact.message("Was this what you meant?")).to_be_visible()


async def test_who_blocks_the_bot_sees_so_on_their_phone(browser: Browser, demo: Control) -> None:
    async with a_page(browser, demo.url) as page:
        contact = Handset(page, "contact")
        await page.locator("#bar").get_by_role("button", name="故障").click()
        switch = page.locator("#dock").get_by_role("switch", name="沈一舟")
        for foot in ("您已停用这个机器人。", ""):
            await switch.click()
            await expect(contact.box.locator(".foot > .hint")).to_have_text([foot] if foot else [])


async def test_a_letter_is_answered_from_its_topic_and_answered_again(browser: Browser, demo: Control) -> None:
    async with a_page(browser, demo.url, viewport=DESK) as page:
        colleague, mail = Handset(page, "colleague"), page.get_by_role("tabpanel")
        unopened, letters = page.locator("#bar").get_by_role("button", name="邮件"), mail.get_by_role("listitem")
        await unopened.click()
        await mail.get_by_role("button", name="写信给").click()
        await mail.get_by_label("主题").fill("会员证书")
        await mail.get_by_label("正文").fill("请问证书何时寄出？")
        await mail.get_by_role("button", name="寄出").click()
        await mail.get_by_role("button", name="返回信件列表").click()
        await expect(mail).not_to_contain_text("机器人还没有来取")
        await expect(unopened).to_have_text("邮件1")  # that it was received
        await colleague.box.get_by_role("button", name="周岚").click()
        await colleague.sends("周三寄出。")
        await expect(unopened).to_have_text("邮件2")
        await letters.filter(has_text="会员证书").first.get_by_role("button").click()
        await expect(mail.locator(".letter")).to_contain_text("周三寄出。")
        await mail.get_by_role("button", name="回信", exact=True).click()
        await mail.get_by_label("正文").fill("好，等您的来信。")
        await mail.get_by_role("button", name="寄出").click()
        await expect(colleague.message("好，等您的来信。")).to_be_visible()
    written, received, answer, last = (await demo.get("letters"))["letters"][-4:]
    assert received["in_reply_to"] == answer["in_reply_to"] == written["message_id"]
    assert last["in_reply_to"] == answer["message_id"]


async def test_what_stood_in_a_topic_that_is_gone_is_not_waiting_to_be_read(browser: Browser, demo: Control) -> None:
    async with a_page(browser, demo.url) as page:
        unread = Handset(page, "colleague").box.locator(".elsewhere")
        here = {"from": 2002, "chat": GROUP}
        topic = await demo.post("topics", **here, name="临时话题")
        await expect(unread).to_have_count(1)
        await demo.post("topics/delete", chat=GROUP, thread=topic["thread"])
        await expect(unread).to_have_count(0)


async def test_at_phone_width_one_thing_at_a_time_is_shown(browser: Browser, demo: Control) -> None:
    async with a_page(browser, demo.url, viewport=PHONE) as page:
        tabs, phones, dock = page.get_by_role("tablist").first, page.locator(".phone"), page.locator("#dock")
        await tabs.get_by_role("tab", name="工作人员").click()
        await expect(phones.filter(visible=True)).to_have_attribute("id", "colleague")
        await page.locator(".tour").get_by_role("button", name="带我去").click()
        await expect(phones.filter(visible=True)).to_have_attribute("id", "prospect")
        await tabs.get_by_role("tab").last.click()
        await expect(dock).to_be_visible()
        await expect(phones.filter(visible=True)).to_have_count(0)
        assert await page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
