"""The tables, as the migrations leave them; a test compares the two."""

from sqlalchemy import Column, ForeignKey, Integer, MetaData, String, Table, Text

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
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
)

skills = Table(
    "skills",
    metadata,
    Column("entry_id", String(32), ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("label", Text, nullable=False),
)
