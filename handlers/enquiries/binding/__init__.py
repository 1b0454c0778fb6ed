"""One person by two channels: a mail address and a Telegram account become one once both are proven."""
