"""Folders for what is kept, which nobody else on the machine has to look into."""

from pathlib import Path


def make_folder(path: Path) -> None:
    """Make a folder, and those above it that are missing, for this account's eyes alone. Raises OSError."""
    # With `parents=True`, those above would be open to others.
    for folder in (*reversed(path.parents), path):
        folder.mkdir(mode=0o700, exist_ok=True)
