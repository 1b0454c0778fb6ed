"""A Bot API server for one's own machine: people, chats and topics to try a bot on, as strict as Telegram.

It knows nothing of the bot it serves and may be used with any Bot API client; `docs/sandbox.md` is its contract.
"""
