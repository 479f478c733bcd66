"""Reflective sessions, each sealed whole, and what people wrote in them, each paper sealed by itself."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Make both tables; without rowids, which would keep the order in which their rows came."""
    op.create_table(
        "sessions",
        sa.Column("id", sa.String(16), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("act_at", sa.BigInteger()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sessions"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_sessions_act_at", "sessions", ["act_at"])
    op.create_table(
        "papers",
        sa.Column("session_id", sa.String(16), nullable=False),
        sa.Column("id", sa.String(16), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("session_id", "id", name="pk_papers"),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name="fk_papers_session_id", ondelete="CASCADE"),
        sqlite_with_rowid=False,
    )
