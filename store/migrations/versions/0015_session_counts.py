"""How many sessions were held: numbers that outlast them, and marks that do not."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Make both tables; without rowids, which would keep the order in which their rows came."""
    op.create_table(
        "session_counts",
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("size", sa.String(32), nullable=False),
        sa.Column("slow", sa.Boolean(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("month", "format", "size", "slow", name="pk_session_counts"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "counted_sessions",
        sa.Column("session_id", sa.String(16), nullable=False),
        sa.PrimaryKeyConstraint("session_id", name="pk_counted_sessions"),
        sa.ForeignKeyConstraint(
            ["session_id"], ["sessions.id"], name="fk_counted_sessions_session_id", ondelete="CASCADE"
        ),
        sqlite_with_rowid=False,
    )
