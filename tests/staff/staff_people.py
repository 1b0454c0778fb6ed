"""The office of these tests: an owner, and two people who sit in the staff group and are nobody in particular yet."""

from dataclasses import dataclass

from stage import Player, Stage


@dataclass
class People:
    """Who plays. ``at_desk`` is somebody in the staff group, ``thread`` a topic of it."""

    stage: Stage
    owner: Player
    zhou: Player
    emma: Player

    def at_desk(self, who: Player, thread: int | None = None) -> Player:
        assert self.stage.staff_chat is not None
        return who.inside(self.stage.staff_chat, thread)

    async def appointed(self, who: Player, role: str = "secretary") -> None:
        """Let the owner appoint somebody, in private."""
        await self.owner.says(f"/staff add {who.id} {role}")
        await self.owner.sees(str(who.id), "现已担任")
