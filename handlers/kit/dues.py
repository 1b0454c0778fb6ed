"""Dues in words: what changes what a claim comes to is called the same for contacts and for treasurers."""

from collections.abc import Mapping

from domain.dues import EntryKind
from locales.texts import NP_, Msg

ENTRY_KINDS: Mapping[EntryKind, Msg] = {
    EntryKind.ASSESSED: NP_("dues", "claimed"),
    EntryKind.WAIVER: NP_("dues", "waived"),
    EntryKind.CORRECTION: NP_("dues", "corrected"),
    EntryKind.PAYMENT: NP_("dues", "paid"),
    EntryKind.REVERSAL: NP_("dues", "payment taken back"),
}
