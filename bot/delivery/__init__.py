"""The delivery worker: takes rows of the outbox to Telegram and records what became of each."""
