"""Where reading goes on: nothing that came since the first start is passed over, nothing older is taken."""

from hypothesis import given
from hypothesis import strategies as st

from domain.mailbox import SLACK, Place, resumed

uids = st.integers(1, 2**32 - 1)
instants = st.integers(0, 2**41)
places = st.builds(Place, since=instants, uidvalidity=uids, uid=st.integers(0, 2**32 - 1))


@given(uids, uids, instants)
def test_the_first_start_begins_behind_what_is_there(uidvalidity: int, next_uid: int, now: int) -> None:
    assert resumed(None, uidvalidity, next_uid, None, now) == Place(now - SLACK, uidvalidity, next_uid - 1)


@given(uids, uids, instants, instants)
def test_a_wanted_date_begins_at_the_beginning(uidvalidity: int, next_uid: int, wanted: int, now: int) -> None:
    assert resumed(None, uidvalidity, next_uid, wanted, now) == Place(wanted, uidvalidity, 0)


@given(places, st.integers(1, 1000), instants)
def test_reading_goes_on_where_it_stopped(known: Place, ahead: int, now: int) -> None:
    assert resumed(known, known.uidvalidity, known.uid + ahead, None, now) == known


@given(places, uids, uids, instants)
def test_letters_numbered_anew_are_all_looked_at(known: Place, uidvalidity: int, next_uid: int, now: int) -> None:
    found = resumed(known, uidvalidity, next_uid, None, now)
    anew = uidvalidity != known.uidvalidity or next_uid <= known.uid
    assert found == Place(known.since, uidvalidity, 0 if anew else known.uid)


@given(places, st.integers(1, 1000), instants, instants)
def test_a_new_date_counts_and_an_earlier_one_looks_back(known: Place, ahead: int, wanted: int, now: int) -> None:
    found = resumed(known, known.uidvalidity, known.uid + ahead, wanted, now)
    assert found.since == wanted
    assert found.uid == (0 if wanted < known.since else known.uid)
