"""Slack: Socket Mode or signed HTTP requests in; private messages, forms and an App Home out."""
