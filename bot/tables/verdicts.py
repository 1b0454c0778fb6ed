"""What is said of a table of members: of each row what becomes of it and why, and why a file is no table at all."""

from collections.abc import Mapping

from bot.tables.limits import MOST_BYTES, MOST_COLUMNS, MOST_INFLATED, MOST_PARTS, MOST_ROWS
from bot.tables.read import Why
from bot.tables.words import called, choices
from domain.imports import Step, Verdict
from domain.profile import Profile
from domain.roster_table import LONGEST, Fault, NoTableError, Problem
from handlers.kit.roster import listed
from locales.texts import N_, Msg, Texts

VERDICTS: Mapping[Verdict, Msg] = {
    Verdict.ADDED: N_("Row {number}: {name} is new."),
    Verdict.CHANGED: N_("Row {number}: {name} changes in {columns}."),
    Verdict.UNCHANGED: N_("Row {number}: {name} stays as it is."),
    Verdict.REFUSED: N_("Row {number}: {name} cannot be read in:"),
}
ALIKE = N_("Perhaps it is {alike}, which is in the roster already.")
NAMELESS = N_("(no name)")
FAULTS: Mapping[Fault, Msg] = {
    Fault.MISSING: N_("{column} is missing."),
    Fault.TOO_LONG: N_("{column} is longer than {longest} characters."),
    Fault.UNKNOWN_WORD: N_("{column}: “{value}” is none of {choices}."),
    Fault.BAD_CODE: N_("{column}: {value} is no valid credit code; a character of its 18 is wrong or missing."),
    Fault.DIGITS_LOST: N_("{column} has lost its last digits: please format the column as text and type it again."),
    Fault.BAD_DATE: N_("{column}: “{value}” is no day; please write it as 2020-04-09."),
    Fault.BAD_MAIL: N_("{column}: “{value}” is no e-mail address."),
    Fault.BAD_TELEPHONE: N_("{column}: “{value}” is no telephone number."),
    Fault.TWO_VALUES: N_("{column}: “{value}” contradicts what the row says of the same contact elsewhere."),
    Fault.DOUBLED: N_("Row {value} is about the same member."),
    Fault.OTHER_CODE: N_("The roster has this name with another credit code, {value}."),
    Fault.SEVERAL: N_("The roster has several members of this name; please put in the credit code."),
}
WHY: Mapping[Why, Msg] = {
    Why.MISSING: N_("The file cannot be opened."),
    Why.BYTES: N_("The file is larger than {megabytes} MB."),
    Why.OLD_EXCEL: N_("The file is of the old Excel format or has a password; please save it as .xlsx without one."),
    Why.NOT_TEXT: N_("The file is neither .xlsx nor a CSV text in UTF-8 or GB18030."),
    Why.DAMAGED: N_("The file is damaged; please open it, save it again and try once more."),
    Why.PARTS: N_("The file consists of more than {parts} parts; please copy the table alone into a new one."),
    Why.INFLATED: N_("The file unpacks to more than {inflated} MB."),
    Why.ROWS: N_("The table has more than {rows} rows; please divide it."),
    Why.COLUMNS: N_("The table has more than {columns} columns."),
    Why.BEYOND: N_("The file is damaged, or needs more memory or time to read than it may have."),
}
NO_HEADINGS = N_("No row has the headings of the table; the file that --template writes has them all.")
HEADING_TWICE = N_("The heading “{heading}” is there twice.")


def verdict(step: Step, profile: Profile, texts: Texts) -> list[str]:
    """Return what becomes of a row, and in further lines why, where there is something to say."""
    columns = listed([called(column, texts) for column in step.columns], texts)
    said = texts.say(VERDICTS[step.verdict]).format(number=step.number, name=step.name or texts.say(NAMELESS), columns=columns)
    notes = [_reason(problem, profile, texts) for problem in step.problems]
    if step.alike:
        notes.append(texts.say(ALIKE).format(alike=step.alike))
    return [said, *(f"    {note}" for note in notes)]


def why(reason: Why, texts: Texts) -> str:
    """Return why a file cannot be read."""
    limits = {"parts": MOST_PARTS, "rows": MOST_ROWS, "columns": MOST_COLUMNS}
    sizes = {"megabytes": MOST_BYTES // 10**6, "inflated": MOST_INFLATED // 10**6}
    return texts.say(WHY[reason]).format(**limits, **sizes)


def no_table(error: NoTableError, texts: Texts) -> str:
    """Return why what was read is no table of members."""
    return texts.say(HEADING_TWICE if error.heading else NO_HEADINGS).format(heading=error.heading)


def _reason(problem: Problem, profile: Profile, texts: Texts) -> str:
    words = choices(profile, texts).get(problem.column.rpartition(".")[2], {})
    return texts.say(FAULTS[problem.fault]).format(
        column=called(problem.column, texts),
        value=problem.value,
        choices=listed(list(words.values()), texts),
        longest=LONGEST,
    )
