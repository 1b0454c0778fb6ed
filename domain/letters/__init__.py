"""Letters to the join address, understood: what somebody wrote, who they are, and whether a person wrote at all.

A letter is the most hostile thing the bot takes in: anybody may send any bytes. So nothing here raises, and whatever comes
out is bounded, cleaned and harmless.
"""

from domain.letters.letter import Attachment, Automatic, Bounce, Letter
from domain.letters.marker import REPLY_ABOVE
from domain.letters.parts import MOST_BYTES
from domain.letters.reading import read

__all__ = ["MOST_BYTES", "REPLY_ABOVE", "Attachment", "Automatic", "Bounce", "Letter", "read"]
