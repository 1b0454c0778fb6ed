"""Draws what came in by month and tier. Runs in a child process (`bot.making.child`): the library is slow to load and large.

Chinese words need a font that has them, and a machine without a desktop often has none: then there is no picture.
"""

import json
import os
from io import BytesIO
from tempfile import TemporaryDirectory
from typing import Any

FONTS = (
    "Noto Sans CJK SC",
    "Noto Sans CJK JP",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Droid Sans Fallback",
    "Microsoft YaHei",
    "PingFang SC",
    "Hiragino Sans GB",
    "SimHei",
    "Noto Serif CJK SC",
    "Noto Serif CJK JP",
)
"""Fonts with Chinese characters, by their family names. Of a collection of several the library sees the first alone."""

PACKAGE = "fonts-noto-cjk"
"""The package of Debian and Ubuntu that brings one."""


ABREAST = 12
"""How many months stand side by side; of more, each name is turned."""


def font(_given: bytes) -> bytes:
    """Return the name of the font that Chinese words would be drawn in, nothing when this machine has none."""
    return (_chinese_font() or "").encode()


def draw(given: bytes) -> bytes:
    """Return a PNG of the chart in ``given`` (JSON); `LookupError` when its words need a font that is not there."""
    return _drawn(json.loads(given))


def _chinese_font() -> str | None:
    """Return the first of the known fonts that is on this machine."""
    with TemporaryDirectory() as folder:
        os.environ["MPLCONFIGDIR"] = folder  # the library keeps a list of fonts, and asks for it while it is loaded
        from matplotlib import font_manager

        known = {each.name for each in font_manager.fontManager.ttflist}
    return next((name for name in FONTS if name in known), None)


def _drawn(chart: dict[str, Any]) -> bytes:
    face = _chinese_font()
    if face is None and chart["chinese"]:
        raise LookupError("no font with Chinese characters")
    import matplotlib as mpl
    from matplotlib.figure import Figure
    from matplotlib.ticker import FuncFormatter

    mpl.rcParams["font.family"] = [face, "DejaVu Sans"] if face else ["DejaVu Sans"]
    mpl.rcParams["text.parse_math"] = False  # a dollar sign is a dollar sign
    figure = Figure(figsize=(9, 5), dpi=120, layout="constrained")
    axes = figure.subplots()
    below = [0.0] * len(chart["months"])
    for series in chart["series"]:
        yuan = [fen / 100 for fen in series["fen"]]
        axes.bar(chart["months"], yuan, bottom=below, label=series["name"], width=0.6)
        below = [each + more for each, more in zip(below, yuan, strict=True)]
    axes.set_title(chart["title"])
    axes.set_ylabel(chart["axis"], rotation=0, loc="top")
    if len(chart["months"]) > ABREAST:
        axes.tick_params(axis="x", labelrotation=90)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _place: f"{value:,.0f}"))
    axes.spines[["top", "right"]].set_visible(False)
    if chart["series"]:
        axes.legend(frameon=False)
    picture = BytesIO()
    figure.savefig(picture, format="png")
    return picture.getvalue()
