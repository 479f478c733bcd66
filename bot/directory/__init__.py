"""The Directory: who can share which skill, and how to reach them."""
