"""The picture of a year's dues, and what becomes of it on a machine without a font for Chinese."""

import json

import pytest

from bot.doctor import fonts
from bot.making import chart

MONTHS = [f"{year}-{month:02}" for year in (2025, 2026) for month in range(1, 13)]
CHART = {
    "title": "Dues of 2025: $5 and $6",
    "axis": "yuan",
    "months": MONTHS,
    "series": [{"name": "Council unit", "fen": [100] * len(MONTHS)}],
}
PNG = b"\x89PNG\r\n"


def drawn(*, chinese: bool) -> bytes:
    return chart.draw(json.dumps({**CHART, "chinese": chinese}).encode())


def test_without_a_font_there_is_no_picture_in_chinese_and_still_one_in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MPLCONFIGDIR", "")  # drawing sets it; it is put back after the test
    monkeypatch.setattr(chart, "FONTS", ())
    assert chart.font(b"") == b""
    with pytest.raises(LookupError):
        drawn(chinese=True)
    assert drawn(chinese=False).startswith(PNG)


@pytest.mark.parametrize(("found", "says"), [(b"", chart.PACKAGE), (b"SimHei", "SimHei")])
async def test_the_doctor_names_the_font_or_the_package_that_brings_one(
    found: bytes, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def done(_work: str, _given: bytes) -> bytes:
        return found

    monkeypatch.setattr(fonts, "done", done)
    assert says in str(await fonts.chinese_font())
