"""Facilitators who were seen acting as one, and their turns of duty."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Make both tables; a day is written 2026-03-10."""
    op.create_table(
        "facilitators",
        sa.Column("account", sa.String(255), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("account", name="pk_facilitators"),
    )
    op.create_table(
        "turns",
        sa.Column("id", sa.String(8), nullable=False),
        sa.Column("account", sa.String(255), nullable=False),
        sa.Column("start", sa.String(10), nullable=False),
        sa.Column("end", sa.String(10), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_turns"),
        sa.UniqueConstraint("account", "start", name="uq_turns_account"),
    )
