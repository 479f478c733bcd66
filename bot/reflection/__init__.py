"""Reflective sessions: a facilitator opens one, people reflect without names, together."""
