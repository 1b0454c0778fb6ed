"""Tells which of several things a text is most like, from examples of each.

Multinomial naive Bayes over the pieces of a text, each weighted by how rare it is (tf-idf). It needs one pass over the
examples, no library, and gives the same result every time.
"""

import re
import unicodedata
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import exp, log, sqrt

LONGEST = 400
"""Characters that are read; a question says what it is about sooner."""

SMOOTHING = 0.05
"""How much of every piece each label is taken to have seen already. Measured: docs/decisions/0008-questions-by-example.md."""

TRADITIONAL = str.maketrans(
    "會員聯盟費錢繳發開說請問個們麼嗎單業辦資證應該讓對為誰實際術關係處書長監選舉權數據護隱舊換變聯絡電話號碼郵箱條門檻標準國學"
    "聞討論訓動際審覈間時產領與從點傳輸調樣裡後還嚴總賽幫來給經營執規則圖權貼載轉諮詢繫進這萬兩參專題點區機構幾當現難務負責",
    "会员联盟费钱缴发开说请问个们么吗单业办资证应该让对为谁实际术关系处书长监选举权数据护隐旧换变联络电话号码邮箱条门槛标准国学"
    "闻讨论训动际审核间时产领与从点传输调样里后还严总赛帮来给经营执规则图权贴载转咨询系进这万两参专题点区机构几当现难务负责",
)
"""The characters that matter here as writers of traditional Chinese put them."""

HAN = re.compile(r"[\u3400-\u9fff]+")
WORD = re.compile(r"[a-z0-9]+")


def pieces(text: str) -> Iterator[str]:
    """Yield what is compared: one to three Chinese characters in a row; words, pairs of words, and four letters in a row."""
    read = unicodedata.normalize("NFKC", text[:LONGEST]).casefold().translate(TRADITIONAL)
    for run in HAN.findall(read):
        for length in (1, 2, 3):
            yield from (run[at : at + length] for at in range(len(run) - length + 1))
    words = WORD.findall(read)
    yield from words
    yield from (f"{one} {two}" for one, two in pairwise(words))
    for word in words:
        edged = f"^{word}$"
        yield from (edged[at : at + 4] for at in range(len(edged) - 3))


class Likeness:
    """What examples of each label have in common. Kept in arrays: there are tens of thousands of pieces."""

    def __init__(self, examples: Sequence[tuple[str, str]]) -> None:
        seen = Counter(piece for _, text in examples for piece in dict.fromkeys(pieces(text)))
        self._place = {piece: place for place, piece in enumerate(seen)}
        self._unknown = log(1 + len(examples)) + 1
        self._rarity = array("f", (self._unknown - log(1 + count) for count in seen.values()))
        sums = {label: array("f", bytes(4 * len(seen))) for label, _ in examples}
        for label, text in examples:
            for place, weight in self._weighted(text):
                sums[label][place] += weight
        self._labels = list(sums)
        self._unseen = [log(SMOOTHING / (sum(row) + SMOOTHING * len(seen))) for row in sums.values()]
        self._gather(list(sums.values()))

    def _gather(self, sums: Sequence["array[float]"]) -> None:
        """Keep for each piece only the labels it was seen under, one piece after the other."""
        self._starts, self._under, self._gain = array("I", [0]), array("H"), array("f")
        for place in range(len(self._place)):
            for number, row in enumerate(sums):
                if row[place]:
                    self._under.append(number)
                    self._gain.append(log(row[place] / SMOOTHING + 1))
            self._starts.append(len(self._under))

    def shares(self, text: str) -> dict[str, float]:
        """Return how likely each label is, likeliest first, if each was as likely before; they sum to 1.

        Of a text that shares nothing with any example, nothing is said.
        """
        weights = self._weighted(text)
        if not weights:
            return {}
        whole = sum(weight for _, weight in weights)
        scores = [whole * unseen for unseen in self._unseen]
        for place, weight in weights:
            for at in range(self._starts[place], self._starts[place + 1]):
                scores[self._under[at]] += weight * self._gain[at]
        top = max(scores)
        powers = [exp(score - top) for score in scores]
        total = sum(powers)
        ranked = sorted(zip(powers, self._labels, strict=True), key=lambda each: -each[0])
        return {label: power / total for power, label in ranked}

    def _weighted(self, text: str) -> list[tuple[int, float]]:
        """Return places and weights of the known pieces; with the unknown ones, which dilute them, a vector of length 1."""
        counts = Counter(pieces(text))
        places = [(self._place.get(piece), 1 + log(count)) for piece, count in counts.items()]
        weights = [(at, often * (self._unknown if at is None else self._rarity[at])) for at, often in places]
        length = sqrt(sum(weight * weight for _, weight in weights))
        return [(at, weight / length) for at, weight in weights if at is not None]
