"""Facilitators, and who of them is on duty when."""
