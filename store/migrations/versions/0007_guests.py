"""Who comes to which meeting, and for how many there is room."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the table of guests, and begin to count their changes; give series a capacity."""
    versions = sa.table("versions", sa.column("part", sa.String), sa.column("number", sa.Integer))
    op.bulk_insert(versions, [{"part": "attendance", "number": 0}])
    op.add_column("series", sa.Column("capacity", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("series", sa.Column("names_shown", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "guests",
        sa.Column("meeting", sa.String(64), nullable=False),
        sa.Column("account", sa.String(255), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("standing", sa.String(16), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("until", sa.BigInteger()),
        sa.PrimaryKeyConstraint("meeting", "account", name="pk_guests"),
    )
    op.create_index("ix_guests_account", "guests", ["account"])
    op.create_index("ix_guests_standing", "guests", ["standing"])
