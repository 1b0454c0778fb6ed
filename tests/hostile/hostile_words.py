"""The bot's words as a test looks for them: from its own catalogues, up to the first place that is filled in."""

from zoneinfo import ZoneInfo

from handlers.kit.forms import tapping, writing
from handlers.welcome import OLD_BUTTON as _OLD_BUTTON
from locales.texts import N_, Msg, Texts

OUT_OF_DATE, OVER, IN_WRITING, OLD_BUTTON = tapping.OUT_OF_DATE, tapping.OVER, writing.PLEASE_TYPE, _OLD_BUTTON
UNFINISHED = N_("You have an unfinished form: {title}, at question {place} of {total}. Would you like to go on?")
UNSENT = N_("You have filled in a form but not sent it: {title}. Would you like to go on?")
PASSED_ON = N_("Your message has been passed to the office. Its reference is {ref}.")
GREETING = N_("Welcome to the member services of the {alliance}.")
UNKNOWN = N_("I do not know this command. /help lists all of them; or simply write to us.")
APOLOGY = N_("Sorry, something went wrong on our side. Your message is kept, and the office has been told.")

UNANSWERABLE = "Qwrt zxcv?"
"""A text that the profile has no answer to, so that it opens an enquiry."""

LANGUAGES = {"zh": "zh-hans", "en": "de"}
"""What an app says for each language of ours."""


def words(language: str, message: Msg) -> str:
    """Return how ``message`` begins in ``language``."""
    return Texts(language, ZoneInfo("UTC")).say(message).partition("{")[0]
