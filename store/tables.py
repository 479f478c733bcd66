"""The tables, as the migrations leave them; a test compares the two."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    true,
)

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
    }
)

# How often each part of the store was changed, so that other processes see when to look again.
versions = Table(
    "versions",
    metadata,
    Column("part", String(32), primary_key=True),
    Column("number", Integer, nullable=False),
)

entries = Table(
    "entries",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("organisation", Text, nullable=False),
    Column("settings", Text, nullable=False),  # names joined by commas, in order of the alphabet
    Column("email", Text, nullable=False),
    Column("contact", Text, nullable=False),
    Column("about", Text, nullable=False),
    Column("consent", String(16), nullable=False),
    Column("topics", Text, nullable=False, server_default=""),  # a line each
    Column("paused", Boolean, nullable=False, server_default=false()),
    Column("busy_until", Date),
    Column("unnamed", Boolean, nullable=False, server_default=true()),
    Column("own", Text, nullable=False, server_default=""),  # names joined by commas, in order of the alphabet
    Column("checked_on", Date),
    Column("pending", Boolean, nullable=False, server_default=false()),
    Column("version", Integer, nullable=False, server_default="0", index=True),
)

# Who was removed of late, and at which version of the Directory; an id says nothing about anybody.
removals = Table(
    "removals",
    metadata,
    Column("version", Integer, primary_key=True),
    Column("entry_id", String(32), primary_key=True),
)

skills = Table(
    "skills",
    metadata,
    Column("entry_id", String(32), ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("label", Text, nullable=False),
    Column("level", String(16), nullable=False, server_default=""),
)

# Whose entry it is; the first of somebody's accounts is the one they came with.
accounts = Table(
    "accounts",
    metadata,
    Column("account", String(255), primary_key=True),
    Column("entry_id", String(32), ForeignKey("entries.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("position", Integer, nullable=False),
)

# That an entry was changed, and by whom; never what it said.
notes = Table(
    "notes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("entry_id", String(32), ForeignKey("entries.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("at", BigInteger, nullable=False),
    Column("by", String(16), nullable=False),
    Column("fields", Text, nullable=False),  # names joined by commas
    Column("what", String(64), nullable=False),
)

codes = Table(
    "codes",
    metadata,
    Column("entry_id", String(32), ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True),
    Column("link", Boolean, primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("expires_at", BigInteger, nullable=False),
)

# Who tried a code of late.
attempts = Table(
    "attempts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("account", String(255), nullable=False, index=True),
    Column("at", BigInteger, nullable=False),
)

# Times are whole milliseconds since 1970 in UTC, because databases disagree about time zones.
deliveries = Table(
    "deliveries",
    metadata,
    Column("id", String(25), primary_key=True),
    Column("key", String(255), nullable=False, unique=True),
    Column("kind", String(64), nullable=False),
    Column("payload", Text, nullable=False),
    Column("platform", String(32), nullable=False),
    Column("place", String(255), nullable=False),
    Column("due_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Column("state", String(16), nullable=False),
    Column("act_at", BigInteger, nullable=False),
    Column("token", String(32), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("looks", Integer, nullable=False),
    Column("posted", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("about", String(255), nullable=False, server_default=""),
    Column("said", String(64), nullable=False, server_default=""),
    # What is due, without touching what is done: the first finds it, the second tells which places are busy.
    Index("ix_deliveries_state", "state", "act_at"),
    Index("ix_deliveries_place", "place", "state"),
    Index("ix_deliveries_about", "about"),
)

# `start`, `moved_to` and `ended` are local times of the zone of the series: what was promised is the hour there.
series = Table(
    "series",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("uid", String(255), nullable=False, unique=True),
    Column("title", Text, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("host", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("about", Text, nullable=False),
    Column("start", DateTime, nullable=False),
    Column("zone", String(64), nullable=False),
    Column("seconds", Integer, nullable=False),
    Column("rule", Text, nullable=False),  # the value of an RRULE; empty for once
    Column("ended", DateTime),
    Column("follows", String(32), nullable=False),
    Column("capacity", Integer, nullable=False, server_default="0"),
    Column("names_shown", Boolean, nullable=False, server_default=false()),
    Column("version", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("changed_at", BigInteger, nullable=False),
)

# Only the dates about which there is something to say.
occurrences = Table(
    "occurrences",
    metadata,
    Column("series_id", String(32), ForeignKey("series.id", ondelete="CASCADE"), primary_key=True),
    Column("start", DateTime, primary_key=True),
    Column("title", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("speaker", Text, nullable=False),
    Column("speaker_wanted", Boolean, nullable=False),
    Column("abstract", Text, nullable=False),
    Column("notes", Text, nullable=False),
    Column("moved_to", DateTime),
    Column("seconds", Integer),
    Column("cancelled", Boolean, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("changed_at", BigInteger, nullable=False),
)

# What was asked in vain: until it was asked on several days, `text` is empty, and the digest stands for it.
gaps = Table(
    "gaps",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("digest", String(32), nullable=False, unique=True),
    Column("text", Text, nullable=False),
    Column("days", Integer, nullable=False),
    Column("last", Date, nullable=False),
    Column("settled", Boolean, nullable=False),
)

# What the network taught; `key` is the name as the search reads it.
words = Table(
    "words",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("key", String(400), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("concept", Text, nullable=False),
    Column("position", Integer, nullable=False),
)

# Who comes to which meeting; of the time at which somebody said so only the order is kept.
guests = Table(
    "guests",
    metadata,
    Column("meeting", String(64), primary_key=True),
    Column("account", String(255), primary_key=True),
    Column("name", Text, nullable=False),
    Column("standing", String(16), nullable=False),
    Column("number", Integer, nullable=False),
    Column("until", BigInteger),
    Index("ix_guests_account", "account"),
    Index("ix_guests_standing", "standing"),
)

# Who wants to be reminded of a series or of one of its dates, and how long before; 0 minutes: not at all.
wishes = Table(
    "wishes",
    metadata,
    Column("account", String(255), primary_key=True),
    Column("subject", String(64), primary_key=True),
    Column("minutes", Integer, nullable=False),
    Column("since", BigInteger, nullable=False),
)

# Who asked to be introduced to whom, until a month after it came to an end.
introductions = Table(
    "introductions",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("asker", String(255), nullable=False),
    Column("asker_name", Text, nullable=False),
    Column("entry_id", String(32), nullable=False),
    Column("account", String(255), nullable=False),
    Column("reason", Text, nullable=False),
    Column("asked_at", BigInteger, nullable=False),
    Column("state", String(16), nullable=False),
    Column("reminded", Boolean, nullable=False),
    Column("told", Boolean, nullable=False),
    Column("other", String(32), nullable=False),
    Column("remark", Text, nullable=False),
    Column("skill", Text, nullable=False, server_default=""),
    Index("ix_introductions_asker", "asker"),
    Index("ix_introductions_account", "account"),
    Index("ix_introductions_entry_id", "entry_id", "asked_at"),
)

# Who waits for a skill that nobody listed.
watches = Table(
    "watches",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("account", String(255), nullable=False),
    Column("skill", Text, nullable=False),
    Column("since", BigInteger, nullable=False),
    Column("told", BigInteger),
    Index("ix_watches_account", "account"),
)

# What stands in the addresses of calendar files: one row for each series, and one, whose name is empty, for all.
feeds = Table(
    "feeds",
    metadata,
    Column("series_id", String(32), primary_key=True),
    Column("token", String(64), nullable=False, unique=True),
)

# Meetings that somebody is about to plan, as they were written into forms.
proposals = Table(
    "proposals",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("owner", String(255), nullable=False),
    Column("answers", Text, nullable=False),  # a JSON object
    Column("made_at", BigInteger, nullable=False),
    Index("ix_proposals_owner", "owner"),
)

# Anonymous cases: of each only when it has to be looked at next, and one sealed whole. Without rowids, SQLite keeps
# these rows in the order of their random ids, and not in the order in which they came.
cases = Table(
    "cases",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
    Column("act_at", BigInteger, index=True),
    Column("version", Integer, nullable=False),
    sqlite_with_rowid=False,
)

# Who may write nothing unnamed for a while, by a mark that only the moderation key of that epoch can make.
blocks = Table(
    "blocks",
    metadata,
    Column("case_id", String(16), primary_key=True),
    Column("mark", String(32), primary_key=True),
    Column("epoch", Integer, nullable=False),
    Column("until", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

# Who acted as a facilitator once, as the platform showed them then.
facilitators = Table(
    "facilitators",
    metadata,
    Column("account", String(255), primary_key=True),
    Column("name", Text, nullable=False),
)

# Days on which a facilitator is on duty, both included, written 2026-03-10.
turns = Table(
    "turns",
    metadata,
    Column("id", String(8), primary_key=True),
    Column("account", String(255), nullable=False),
    Column("start", String(10), nullable=False),
    Column("end", String(10), nullable=False),
    UniqueConstraint("account", "start"),
)

# Reflective sessions, kept like cases.
sessions = Table(
    "sessions",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
    Column("act_at", BigInteger, index=True),
    Column("version", Integer, nullable=False),
    sqlite_with_rowid=False,
)

# Who takes part in a session and what was written there, sealed one by one. A paper cannot outlive its session, nor
# come after it is gone.
papers = Table(
    "papers",
    metadata,
    Column("session_id", String(16), ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True),
    Column("id", String(16), primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
    Column("version", Integer, nullable=False),
    sqlite_with_rowid=False,
)

# How many sessions were held, of each kind that there was; `month` is its first day.
session_counts = Table(
    "session_counts",
    metadata,
    Column("month", Date, primary_key=True),
    Column("format", Text, primary_key=True),
    Column("size", String(32), primary_key=True),
    Column("slow", Boolean, primary_key=True),
    Column("number", Integer, nullable=False),
    sqlite_with_rowid=False,
)

# Which of the sessions that are still kept are in those numbers: it goes with the session.
counted_sessions = Table(
    "counted_sessions",
    metadata,
    Column("session_id", String(16), ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True),
    sqlite_with_rowid=False,
)
