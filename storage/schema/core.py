"""The tables of the process: what comes in, what goes out, people, enquiries, and the desk."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Text,
    literal_column,
    text,
)

from storage.schema.base import Whole, identity, one_of, table

# --- What comes in -------------------------------------------------------------------------------------------------

inbox = table(
    "inbox",
    identity(),
    Column("source", Text, nullable=False),  # "telegram:4242", "mail:…" or "outbox" for the end of a row
    Column("key", Text, nullable=False),  # unique within the source: an update_id, a UID …
    Column("payload", Text, nullable=False),  # JSON as received; "" once blanked
    Column("received_at", Whole, nullable=False),
    Column("state", Text, nullable=False, server_default="waiting"),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("error", Text),  # the kind of failure, never its text
    Column("done_at", Whole),
    one_of("state", "waiting", "done", "poisoned"),
    Index("uq_inbox_source_key", "source", "key", unique=True),
    Index(
        "ix_inbox_waiting",
        "id",
        sqlite_where=text("state = 'waiting'"),
        postgresql_where=text("state = 'waiting'"),
    ),
    Index("ix_inbox_done_at", "done_at"),
    sequence=True,
)

mailboxes = table(
    "mailboxes",  # how far each folder has been read; no flag at the server is ever the memory
    Column("account", Text, primary_key=True),
    Column("folder", Text, primary_key=True),
    Column("since", Whole, nullable=False),  # what came before stays untouched
    Column("uidvalidity", Whole, nullable=False),  # when it changes, the server has numbered its letters anew
    Column("uid", Whole, nullable=False),  # the last one seen
)

letters = table(
    "letters",
    identity(),
    Column("account", Text, nullable=False),  # where it lay first: see `storage.letters`
    Column("folder", Text, nullable=False),
    Column("uidvalidity", Whole, nullable=False),
    Column("uid", Whole, nullable=False),
    Column("digest", Text, nullable=False),  # what makes it the same letter; stays when the rest is blanked
    Column("message_id", Text, nullable=False),  # as the writer claims: a hint, and never a key
    Column("sender", Text, nullable=False),  # the bare address, as claimed
    Column("person_id", Whole, ForeignKey("persons.id")),  # whose it is, once it was handled
    Column("received_at", Whole, nullable=False),
    Column("size", Whole, nullable=False),
    Column("kept", Text, nullable=False),
    Column("raw", LargeBinary, nullable=False),  # as it came; empty once blanked
    one_of("kept", "whole", "headers", "nothing"),
    Index("uq_letters_digest", "digest", unique=True),
    Index("ix_letters_place", "account", "folder", "uidvalidity", "uid"),
    Index("ix_letters_message_id", "message_id"),
    Index("ix_letters_sender", "sender"),
    Index("ix_letters_person_id", "person_id"),
    Index("ix_letters_received_at", "received_at"),
    sequence=True,
)

# --- What goes out -------------------------------------------------------------------------------------------------

payloads = table(
    "payloads",
    identity(),
    Column("body", Text, nullable=False),  # JSON of the call; "" once blanked. Shared by all rows of one notice
    sequence=True,
)

outbox = table(
    "outbox",
    identity(),
    Column("lane", Integer, nullable=False),
    Column("channel", Text, nullable=False),
    Column("recipient", Text, nullable=False),
    Column("person_id", Whole, ForeignKey("persons.id")),
    Column("method", Text, nullable=False),
    Column("payload_id", Whole, ForeignKey("payloads.id"), nullable=False),
    Column("dedupe_key", Text, nullable=False),
    Column("subject", Text),
    Column("report", Integer, nullable=False, server_default="0"),
    Column("on_doubt", Text, nullable=False),
    Column("not_before", Whole, nullable=False, server_default="0"),
    Column("state", Text, nullable=False, server_default="pending"),
    Column("attempt", Integer, nullable=False, server_default="0"),
    Column("epoch", Integer, nullable=False, server_default="0"),
    Column("message_id", Whole),  # what Telegram called it: a message's id, or a topic's
    Column("reason", Text),
    Column("error", Text),  # the other side's words, scrubbed of what we sent
    Column("created_at", Whole, nullable=False),
    Column("ended_at", Whole),
    Column("token", Text),  # of a letter: what makes its Message-ID unguessable, the same for every attempt
    one_of("channel", "telegram", "mail"),
    one_of("on_doubt", "resend", "hold"),
    one_of("state", "pending", "sending", "sent", "failed", "uncertain", "cancelled"),
    CheckConstraint("lane IN (0, 1, 2)", name="lane"),
    Index("uq_outbox_dedupe_key", "dedupe_key", unique=True),
    Index(
        "ix_outbox_open",
        "state",
        "channel",
        "lane",
        "id",
        sqlite_where=text("state IN ('pending', 'sending')"),
        postgresql_where=text("state IN ('pending', 'sending')"),
    ),
    Index(
        "ix_outbox_recipient_open",
        "recipient",
        "lane",
        "id",
        sqlite_where=text("state = 'pending'"),
        postgresql_where=text("state = 'pending'"),
    ),
    Index("ix_outbox_message", "recipient", "message_id"),
    Index("ix_outbox_subject", "subject"),
    Index("ix_outbox_ended_at", "ended_at"),
    Index("ix_outbox_payload_id", "payload_id"),
    sequence=True,
)

PENDING: ColumnElement[str] = literal_column("'pending'")
SENDING: ColumnElement[str] = literal_column("'sending'")
OPEN = outbox.c.state.in_([PENDING, SENDING])
"""Rows that have not ended. Spelled out: SQLite finds a partial index only where its own condition stands word for word."""

chat_moves = table(
    "chat_moves",  # a group that became a supergroup has a new id; settings and old rows still name the old one
    Column("old_recipient", Text, primary_key=True),
    Column("new_recipient", Text, nullable=False),
)

# --- People --------------------------------------------------------------------------------------------------------

persons = table(
    "persons",
    identity(),
    Column("name", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("language_chosen", Integer, nullable=False, server_default="0"),
    Column("created_at", Whole, nullable=False),
    Column("blocked_at", Whole),  # since when the office does not listen to them
    Column("erased_at", Whole),  # since when nothing but this row is left of them
    Column("merged_into", Whole, ForeignKey("persons.id")),  # who they turned out to be; all that was theirs is there
    one_of("language", "zh", "en"),
    Index("ix_persons_merged_into", "merged_into"),
    sequence=True,
)

channels = table(
    "channels",
    identity(),
    Column("person_id", Whole, ForeignKey("persons.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("proven_at", Whole),
    Column("unreachable_at", Whole),
    Column("created_at", Whole, nullable=False),
    one_of("kind", "telegram", "mail"),
    Index("uq_channels_kind_address", "kind", "address", unique=True),
    Index("ix_channels_person_id", "person_id"),
    sequence=True,
)

bindings = table(
    "bindings",  # links that went to a mail address: whoever opens one on Telegram has read what was sent there
    identity(),
    Column("digest", Text, nullable=False),  # of what the link carries, which is kept nowhere
    Column("person_id", Whole, ForeignKey("persons.id"), nullable=False),  # who wrote from the address, or gave it
    Column("address", Text, nullable=False),  # "" once blanked
    Column("address_digest", Text, nullable=False),  # so that erasing oneself does not let one bomb an address
    Column("asked", Integer, nullable=False),  # 1: in a letter of its own, because they gave the address; only they may use it
    Column("created_at", Whole, nullable=False),
    Column("expires_at", Whole, nullable=False),
    Column("opened_by", Whole, ForeignKey("persons.id")),  # who opened it last, and may confirm
    Column("used_at", Whole),
    Index("uq_bindings_digest", "digest", unique=True),
    Index("ix_bindings_person_id", "person_id"),
    Index("ix_bindings_address_digest", "address_digest"),
    Index("ix_bindings_expires_at", "expires_at"),
    sequence=True,
)

# --- Conversations -------------------------------------------------------------------------------------------------

conversations = table(
    "conversations",  # where each ConversationHandler stands; the answers are in `forms`
    Column("name", Text, primary_key=True),
    Column("key", Text, primary_key=True),  # JSON of the library's key: [chat, user]
    Column("state", Text, nullable=False),
)

forms = table(
    "forms",
    identity(),
    Column("person_id", Whole, ForeignKey("persons.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("token", Text, nullable=False),  # what the buttons carry instead of an id
    Column("version", Integer, nullable=False),  # a button of an older version is out of date
    Column("step", Text, nullable=False),
    Column("answers", Text, nullable=False),  # JSON
    Column("touched_at", Whole, nullable=False),
    Column("expires_at", Whole, nullable=False),
    Index("uq_forms_person_id_kind", "person_id", "kind", unique=True),
    Index("uq_forms_token", "token", unique=True),
    Index("ix_forms_expires_at", "expires_at"),
    sequence=True,
)

taps = table(
    "taps",  # a tap's effect is unique by who pressed which button of which version; a repeat gets the same answer
    Column("person_id", Whole, ForeignKey("persons.id"), primary_key=True),
    Column("button", Text, primary_key=True),
    Column("toast", Text, nullable=False),
    Column("pressed_at", Whole, nullable=False),
)

# --- Enquiries and the desk ----------------------------------------------------------------------------------------

counters = table(
    "counters",  # running numbers shown to people, one series a year
    Column("series", Text, primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("last", Integer, nullable=False),
)

enquiries = table(
    "enquiries",
    identity(),
    Column("reference", Text, nullable=False),
    Column("person_id", Whole, ForeignKey("persons.id"), nullable=False),
    Column("state", Text, nullable=False, server_default="open"),
    Column("subject", Text, nullable=False),
    Column("answers", Text, nullable=False),  # JSON of the form; {} for a plain message
    Column("consent_version", Text),
    Column("consent_at", Whole),
    Column("opened_at", Whole, nullable=False),
    Column("card_row", Whole, ForeignKey("outbox.id")),  # the row that put its card on the desk
    Column("waiting_since", Whole),  # null once a colleague has answered
    Column("closed_at", Whole),
    Column("version", Integer, nullable=False, server_default="0"),  # a button of an older version is out of date
    Column("taken_by", Whole, ForeignKey("persons.id")),  # the colleague who sees to it
    Column("brought_up", Integer, nullable=False, server_default="0"),  # how often the group was reminded of this wait
    Column("rating", Integer),  # 1 to 5, by the enquirer, once it is closed
    Column("mail_token", Text),  # what nobody can guess and letters about it carry; null before the first letter
    one_of("state", "open", "closed"),
    Index("uq_enquiries_reference", "reference", unique=True),
    Index("ix_enquiries_person_id_state", "person_id", "state"),
    Index("ix_enquiries_state_waiting_since", "state", "waiting_since"),
    sequence=True,
)

enquiry_messages = table(
    "enquiry_messages",
    identity(),
    Column("enquiry_id", Whole, ForeignKey("enquiries.id"), nullable=False),
    Column("direction", Text, nullable=False),  # "in", "out", or "note": a colleague's, for colleagues alone
    Column("author_id", Whole, ForeignKey("persons.id"), nullable=False),
    Column("content", Text, nullable=False),  # JSON: text, or a kind of file with its caption and Telegram's id of it
    Column("source_chat", Whole),  # where the original stands, for marks, copies and edits
    Column("source_message", Whole),
    Column("source_thread", Whole),  # the topic it stands in
    Column("written_at", Whole, nullable=False),
    Column("edited_at", Whole),
    Column("album", Text),  # what several files sent as one have in common
    Column("kept_back", Integer, nullable=False, server_default="0"),  # 1: came in a flood, not on the desk yet
    Column("letter_id", Whole, ForeignKey("letters.id")),  # the letter it came as
    one_of("direction", "in", "out", "note"),
    Index("ix_enquiry_messages_enquiry_id", "enquiry_id"),
    Index(
        "ix_enquiry_messages_kept_back",
        "enquiry_id",
        "id",
        sqlite_where=text("kept_back = 1"),
        postgresql_where=text("kept_back = 1"),
    ),
    Index("uq_enquiry_messages_source", "source_chat", "source_message", unique=True),
    Index("uq_enquiry_messages_letter_id", "letter_id", unique=True),
    sequence=True,
)

topics = table(
    "topics",  # one forum topic a person
    Column("person_id", Whole, ForeignKey("persons.id"), primary_key=True),
    Column("recipient", Text, primary_key=True),
    Column("created_by", Whole, ForeignKey("outbox.id"), nullable=False),  # the row that makes it and learns its id
    Index("ix_topics_created_by", "created_by"),
)

UNANSWERED = text("(outcome <> 'answered' OR enquiry_id IS NOT NULL) AND settled_at IS NULL")
"""Questions the profile had no answer to, or not the one that was wanted. Word for word, as the index has it."""

questions = table(
    "questions",  # what was asked of the profile, and what came of it
    identity(),
    Column("person_id", Whole, ForeignKey("persons.id"), nullable=False),
    Column("text", Text, nullable=False),  # "" once blanked
    Column("language", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("nearest", Text),  # the key of the profile's answer that came nearest
    Column("source_chat", Whole, nullable=False),
    Column("source_message", Whole, nullable=False),
    Column("asked_at", Whole, nullable=False),
    Column("enquiry_id", Whole, ForeignKey("enquiries.id")),  # where it went when a colleague was asked
    Column("settled_at", Whole),  # since when staff no longer want to see it among the unanswered
    one_of("outcome", "answered", "offered", "none"),
    Index("uq_questions_source_chat_source_message", "source_chat", "source_message", unique=True),
    Index("ix_questions_person_id", "person_id"),
    Index("ix_questions_unanswered", "id", sqlite_where=UNANSWERED, postgresql_where=UNANSWERED),
    sequence=True,
)

# --- Staff ---------------------------------------------------------------------------------------------------------

staff = table(
    "staff",  # whom the owners have appointed; owners themselves stand in the settings
    Column("telegram_id", Whole, primary_key=True),
    Column("role", Text, primary_key=True),
    Column("appointed_by", Whole, ForeignKey("persons.id"), nullable=False),
    Column("appointed_at", Whole, nullable=False),
    one_of("role", "secretary", "treasurer"),
)

# --- The process ---------------------------------------------------------------------------------------------------

audit = table(
    "audit",
    identity(),
    Column("at", Whole, nullable=False),
    Column("actor_id", Whole, ForeignKey("persons.id")),  # null: the bot itself
    Column("action", Text, nullable=False),
    Column("subject", Text, nullable=False),
    sequence=True,
)

erasures = table(
    "erasures",  # who was erased; also kept in a file beside the backups, so that a restore can repeat it
    Column("person_id", Whole, primary_key=True),
    Column("created_at", Whole, nullable=False),  # of the person: after a restore another may bear the same number
    Column("erased_at", Whole, nullable=False),
)

leases = table(
    "leases",  # who may act; on SQLite the lock file already says so, on PostgreSQL a standby will wait for it
    Column("name", Text, primary_key=True),
    Column("epoch", Integer, nullable=False),
    Column("taken_at", Whole, nullable=False),
)

facts = table(
    "facts",  # what the installation must remember: which bot it belongs to, the hold after a restore
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
