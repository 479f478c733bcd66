"""What a delivery belongs to."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Let all that was said about one thing be found again."""
    op.add_column("deliveries", sa.Column("about", sa.String(255), nullable=False, server_default=""))
    op.create_index("ix_deliveries_about", "deliveries", ["about"])
