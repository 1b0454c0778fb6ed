"""A migration that the program does not have yet."""

from pathlib import Path

import pytest

from storage import migrate as migrations
from storage.migrate import latest

STEP = '''"""A step for the test."""
from alembic import op

revision = "{revision}"
down_revision = "{before}"


def upgrade() -> None:
    """Change."""
    op.execute("CREATE TABLE extra (id INTEGER PRIMARY KEY) STRICT")
    op.execute("INSERT INTO persons (id, name, language, created_at) VALUES (1, 'Li', 'zh', 0)")
    op.execute("{last}")


def downgrade() -> None:
    """Change back."""
    op.drop_table("extra")
'''


class Later:
    """One more step than the program has, whose last statement the test chooses."""

    revision = "9999"

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._folder, self._monkeypatch = folder, monkeypatch

    def __call__(self, last: str) -> None:
        before = latest()
        (self._folder / "versions").mkdir(parents=True)
        for path in [migrations.STEPS / "env.py", *(migrations.STEPS / "versions").glob("[0-9]*.py")]:
            (self._folder / path.relative_to(migrations.STEPS)).write_text(path.read_text("utf-8"), "utf-8")
        text = STEP.format(revision=self.revision, before=before, last=last)
        (self._folder / "versions" / "9999_later.py").write_text(text, "utf-8")
        self._monkeypatch.setattr(migrations, "STEPS", self._folder)
