"""Somebody who follows the guided tour of the page, in either language."""

from browser import Handset
from playwright.async_api import Locator, Page, expect

SAYS = {
    "zh": {
        "go": "带我去",
        "unsure": "不太确定",
        "colleague": "请工作人员答复",
        "morning": "下个工作日 9:00",
        "office": "秘书处",
        "kill": "强制终止",
        "end": "六步都完成了",
        "other": "English",
    },
    "en": {
        "go": "Take me there",
        "unsure": "not sure what you mean",
        "colleague": "Ask a colleague",
        "morning": "Next working morning",
        "office": "Alliance office",
        "kill": "Kill the bot",
        "end": "That was all six",
        "other": "中文",
    },
}


class Visitor:
    """Somebody who follows the tour."""

    def __init__(self, page: Page, language: str) -> None:
        self.page, self.says = page, SAYS[language]
        self.tour, self.dock = page.locator(".tour"), page.locator("#dock")
        self.prospect, self.colleague = Handset(page, "prospect"), Handset(page, "colleague")

    def button(self, place: Locator, name: str) -> Locator:
        return place.get_by_role("button", name=self.says[name])

    async def is_taken_there(self) -> None:
        await self.button(self.tour, "go").click()

    async def has_done(self, steps: int) -> None:
        await expect(self.tour.get_by_role("heading")).to_contain_text(f"{steps}/6")

    async def sends_what_is_prepared(self, phone: Handset) -> None:
        await expect(phone.area).not_to_have_value("")
        await phone.area.press("Enter")

    async def begins(self) -> None:
        await self.is_taken_there()
        await self.prospect.start.click()
        await self.sends_what_is_prepared(self.prospect)
        await self.has_done(1)

    async def asks(self) -> None:
        await self.begins()
        await self.is_taken_there()
        await self.sends_what_is_prepared(self.prospect)
        await expect(self.prospect.message(self.says["unsure"])).to_be_visible()
        await self.prospect.taps(self.says["colleague"])
        await self.has_done(2)

    async def lets_time_pass(self) -> None:
        await self.is_taken_there()
        await self.button(self.dock, "morning").click()
        await expect(self.dock.locator(".leaps h4")).to_have_count(1)
        await expect(self.dock.locator(".leaps li", has_text="⏰")).to_have_count(1)
        await expect(self.colleague.message("⏰")).to_be_visible()
        await self.has_done(3)

    async def answers(self) -> None:
        await self.is_taken_there()
        words = await self.colleague.area.input_value()
        await self.sends_what_is_prepared(self.colleague)
        await expect(self.prospect.message(words)).to_contain_text(self.says["office"])
        await expect(self.colleague.message(words).locator(".reactions")).to_have_text("👌")
        await self.has_done(4)

    async def kills(self) -> None:
        await self.is_taken_there()
        async with self.page.expect_response(lambda response: response.request.method == "POST"):  # it has ended
            await self.button(self.dock, "kill").click()
        await self.sends_what_is_prepared(self.prospect)
        await self.has_done(5)

    async def closes_and_is_rated(self) -> None:
        await self.is_taken_there()
        await self.colleague.taps("办结")
        await self.prospect.taps("5 ★")
        await self.has_done(6)
