"""Who wants to be reminded in person, and what went out, so that only what changed is changed."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Keep what people ask for, and the name of what was said."""
    op.add_column("deliveries", sa.Column("said", sa.String(64), nullable=False, server_default=""))
    op.create_table(
        "wishes",
        sa.Column("account", sa.String(255), nullable=False),
        sa.Column("subject", sa.String(64), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("account", "subject", name="pk_wishes"),
    )
