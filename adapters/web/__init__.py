"""The web skin: a small chat of its own, so that the bot can be tried without Slack or Discord."""
