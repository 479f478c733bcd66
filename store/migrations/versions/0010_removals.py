"""The Directory, followed change by change: who was removed of late, and who was written last."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Make the table of removals, and the index that finds what was written last."""
    op.create_table(
        "removals",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("version", "entry_id", name="pk_removals"),
    )
    op.create_index("ix_entries_version", "entries", ["version"])
