"""Who would rather be asked for an introduction by name alone."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Let people say so; whoever said nothing may be asked either way."""
    op.add_column("entries", sa.Column("unnamed", sa.Boolean(), nullable=False, server_default=sa.true()))
