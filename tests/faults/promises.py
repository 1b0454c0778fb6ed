"""What must hold after every run in which people enquire, whatever was done to the bot meanwhile."""

from stage import Stage

from .crowd import Crowd
from .evidence import counted, doubled_and_missing, enquiries, stored
from .report import Result


async def judge(result: Result, stage: Stage, crowd: Crowd) -> None:
    """Compare what people saw and meant with what is stored and what the server has."""
    database = stage.settings().database
    _enquiries(result, crowd, enquiries(database))
    _answers(result, crowd)
    result.events, messages = stored(database)
    said = sum(each.said for each in crowd.enquirers) + len(crowd.colleague.answered) + 1  # and the owner's /start
    result.must(messages == said, f"{said} messages were written, {messages} are stored")
    result.lost += max(0, said - messages)
    await judge_the_queues(result, stage)
    result.notes.append(
        f"{sum(len(each.confirmed) for each in crowd.enquirers)} enquiries of {len(crowd.enquirers)} people, "
        f"{len(crowd.colleague.answered)} answered; /start after silence {sum(each.asked_again for each in crowd.enquirers)}, "
        f"answers put right in the summary {sum(each.corrections for each in crowd.enquirers)}"
    )


async def judge_the_queues(result: Result, stage: Stage) -> None:
    """Nothing waits or has failed, and the server has every message that was sent, from a client that behaves well."""
    database = stage.settings().database
    inbox, outbox = counted(database, "inbox"), counted(database, "outbox")
    result.uncertain = outbox["uncertain"]
    result.must(not (inbox["waiting"] or inbox["poisoned"]), f"inbox: {dict(inbox)}")
    result.must(not (outbox["pending"] or outbox["sending"] or outbox["failed"]), f"outbox: {dict(outbox)}")
    doubled, missing = doubled_and_missing(database, stage.sandbox.world)
    result.doubled += doubled
    result.lost += missing
    result.must(missing == 0, f"{missing} rows are sent, and the server has no such message")
    violations = await stage.violations()
    result.must(not violations, f"calls no well-behaved client makes: {violations[:5]}")


def _enquiries(result: Result, crowd: Crowd, found: dict[int, dict[str, dict[str, object]]]) -> None:
    """Every enquiry a person saw confirmed is there once, with what they meant, and there is no other."""
    for each in crowd.enquirers:
        stored_here = found.pop(each.id, {})
        missing = each.confirmed.keys() - stored_here.keys()
        surplus = stored_here.keys() - each.confirmed.keys()
        wrong = [ref for ref, wish in each.confirmed.items() if ref in stored_here and not wish.is_met_by(stored_here[ref])]
        result.lost += len(missing) + len(wrong)
        result.must(not missing, f"confirmed and not stored: {missing}")
        result.must(not surplus, f"stored and never confirmed: {surplus}")
        result.must(not wrong, f"stored with other answers: {[(ref, stored_here[ref]) for ref in wrong]}")
    result.must(not found, f"enquiries of nobody: {found}")


def _answers(result: Result, crowd: Crowd) -> None:
    """Every enquiry has its card, and every answer a colleague wrote has arrived."""
    cards = crowd.colleague.cards()
    for each in crowd.enquirers:
        seen = [message.get("text", "") for message in each.view.of_bot()]
        for reference in each.confirmed:
            answer = crowd.colleague.answered.get(reference)
            if reference not in cards:
                result.notes.append(f"{reference} has no card at the desk")
            elif not any(answer and answer in text for text in seen):
                result.lost += 1
                result.problems.append(f"the answer to {reference} never arrived")
