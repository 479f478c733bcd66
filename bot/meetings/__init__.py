"""Meetings: series that keep their local time, the dates they fall on, and calendar files of them."""
