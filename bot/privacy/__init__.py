"""Saying who can see what: one text, told in chat and on a page."""
