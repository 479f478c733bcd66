"""What is kept: SQLAlchemy and files behind the ports of the core."""
