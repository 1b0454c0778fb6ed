"""What people write that asks for nothing: a greeting before the question, thanks after the answer.

Only a text that is nothing else counts. Whatever is doubtful stays a message like any other, for it might matter.
"""

import re
import unicodedata
from enum import Enum, auto


class Courtesy(Enum):
    """What was said."""

    GREETING = auto()
    THANKS = auto()


_WORDS = {
    Courtesy.GREETING: (
        "(?:您|你|你们|大家|老师|各位)好|哈[喽啰罗]|嗨|喂|在[吗么嘛]|在不在|(?:早上|上午|中午|下午|晚上)好|早安?",
        "请问(?:一下)?|打扰了?|[啊呀哈]",
        "hello|hi|hey|there|good(?:day|morning|afternoon|evening)|greetings",
    ),
    Courtesy.THANKS: (
        "(?:非常|十分|太)?(?:谢谢|多谢|感谢|谢)(?:您|你|你们|大家)?[了啦]?|(?:辛苦|麻烦(?:您|你))[了啦]",
        "好的?|嗯|我?(?:收到|明白|知道)[了啦]?|(?:没有|不用|没)[了啦]|再见|拜拜",
        "many|thanks?|thankyou|(?:very|so)much|alot|thx|ok|okay|great|perfect|gotit|goodbye|bye|[👍🙏👌🌹]",
    ),
}
_SAID = {kind: re.compile(f"(?:{'|'.join(words)})+") for kind, words in _WORDS.items()}
_GESTURES = "👍🙏👌🌹"


def courtesy(text: str) -> Courtesy | None:
    """Return what a text says if it is a mere courtesy; signs, spaces and case do not matter."""
    said = "".join(each for each in unicodedata.normalize("NFKC", text).casefold() if each.isalnum() or each in _GESTURES)
    return next((kind for kind, pattern in _SAID.items() if pattern.fullmatch(said)), None)
