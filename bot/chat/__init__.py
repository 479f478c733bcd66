"""The vocabulary of chat: calls, requests, views, commands and refusals."""
