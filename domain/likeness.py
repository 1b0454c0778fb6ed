"""Tells which of several things a text is most like, from examples of each.

Multinomial naive Bayes over the pieces of a text, each weighted by how rare it is (tf-idf). It needs one pass over the
examples, no library, and gives the same result every time.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from math import exp, log, sqrt

LONGEST = 400
"""Characters that are read; a question says what it is about sooner."""

SMOOTHING = 0.05
"""How much of every piece each label is taken to have seen already. Measured: docs/decisions/0007-questions-by-example.md."""

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
    """What examples of each label have in common."""

    def __init__(self, examples: Iterable[tuple[str, str]]) -> None:
        read = [(label, Counter(pieces(text))) for label, text in examples]
        seen = Counter(piece for _, counts in read for piece in counts)
        self._rarity = {piece: log((1 + len(read)) / (1 + count)) + 1 for piece, count in seen.items()}
        self._unknown = log(1 + len(read)) + 1
        gathered: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        for label, counts in read:
            for piece, weight in self._weighted(counts).items():
                gathered[piece][label] += weight
        totals: dict[str, float] = defaultdict(float)
        for by_label in gathered.values():
            for label, weight in by_label.items():
                totals[label] += weight
        labels = {label for label, _ in read}
        self._unseen = {label: log(SMOOTHING / (totals[label] + SMOOTHING * len(seen))) for label in labels}
        self._gain = {
            piece: tuple((label, log(weight / SMOOTHING + 1)) for label, weight in by_label.items())
            for piece, by_label in gathered.items()
        }

    def shares(self, text: str) -> dict[str, float]:
        """Return how likely each label is, likeliest first, if each was as likely before; they sum to 1.

        Of a text that shares nothing with any example, nothing is said.
        """
        weights = self._weighted(Counter(pieces(text)))
        if not weights:
            return {}
        whole = sum(weights.values())
        scores = {label: whole * unseen for label, unseen in self._unseen.items()}
        for piece, weight in weights.items():
            for label, gain in self._gain[piece]:
                scores[label] += weight * gain
        top = max(scores.values())
        powers = {label: exp(score - top) for label, score in scores.items()}
        total = sum(powers.values())
        return {label: powers[label] / total for label in sorted(powers, key=lambda label: -powers[label])}

    def _weighted(self, counts: Counter[str]) -> dict[str, float]:
        """Return the weights of the known pieces; with the unknown ones, which dilute them, they make a vector of length 1."""
        weights = {piece: (1 + log(count)) * self._rarity.get(piece, self._unknown) for piece, count in counts.items()}
        length = sqrt(sum(weight * weight for weight in weights.values()))
        return {piece: weight / length for piece, weight in weights.items() if piece in self._rarity}
