"""For which of their skills somebody was found who is asked for an introduction."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Keep it with what is asked; of what was asked before, it is not known."""
    op.add_column("introductions", sa.Column("skill", sa.Text(), nullable=False, server_default=""))
