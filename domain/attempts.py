"""How often somebody may get something wrong in a while, as arithmetic on instants that the caller gives."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Attempts:
    """The wrong attempts of everybody in the last ``span`` (ms); whoever had ``limit`` of them must wait."""

    limit: int
    span: int
    _failed: dict[int, dict[str, int]] = field(default_factory=dict)

    def failed(self, who: int, event: str, now: int) -> None:
        """Note that ``who`` was wrong ``now``; an ``event`` that is tried again counts once."""
        self._forget(now)
        self._failed.setdefault(who, {})[event] = now

    def spent(self, who: int, now: int) -> bool:
        """Return whether ``who`` must wait."""
        return sum(at > now - self.span for at in self._failed.get(who, {}).values()) >= self.limit

    def _forget(self, now: int) -> None:
        """Drop what is long ago, of everybody: memory follows the present."""
        for who, events in list(self._failed.items()):
            self._failed[who] = {event: at for event, at in events.items() if at > now - self.span}
            if not self._failed[who]:
                del self._failed[who]
