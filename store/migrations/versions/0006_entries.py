"""Entries that belong to somebody: accounts, levels, topics, availability, what was changed when, and codes."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Let people keep their own entries."""
    for column in (
        sa.Column("topics", sa.Text(), nullable=False, server_default=""),
        sa.Column("paused", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("busy_until", sa.Date()),
        sa.Column("own", sa.Text(), nullable=False, server_default=""),
        sa.Column("checked_on", sa.Date()),
        sa.Column("pending", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("version", sa.Integer(), nullable=False, server_default="0"),
    ):
        op.add_column("entries", column)
    op.add_column("skills", sa.Column("level", sa.String(16), nullable=False, server_default=""))
    # Whoever is there was last written at the latest when the Directory was last changed.
    op.execute("UPDATE entries SET version = (SELECT number FROM versions WHERE part = 'directory')")
    op.create_table(
        "accounts",
        sa.Column("account", sa.String(255), nullable=False),
        sa.Column("entry_id", sa.String(32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entries.id"], name="fk_accounts_entry_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("account", name="pk_accounts"),
    )
    op.create_index("ix_accounts_entry_id", "accounts", ["entry_id"])
    op.create_table(
        "notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.String(32), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.String(16), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("what", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entries.id"], name="fk_notes_entry_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_notes"),
    )
    op.create_index("ix_notes_entry_id", "notes", ["entry_id"])
    op.create_table(
        "codes",
        sa.Column("entry_id", sa.String(32), nullable=False),
        sa.Column("link", sa.Boolean(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entries.id"], name="fk_codes_entry_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("entry_id", "link", name="pk_codes"),
    )
    op.create_table(
        "attempts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account", sa.String(255), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_attempts"),
    )
    op.create_index("ix_attempts_account", "attempts", ["account"])
