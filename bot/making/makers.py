"""What can be made, by the name a row of the outbox gives it."""

from collections.abc import Mapping

from bot.making import dues
from bot.making.order import Maker
from bot.making.roster import roster

MAKERS: Mapping[str, Maker] = {
    "roster.xlsx": roster,
    "dues.xlsx": dues.table,
    "dues.png": dues.picture,
}
