"""The core: what the bot can do, and the ports it needs; no platform, no database, no framework."""
