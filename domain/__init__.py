"""Rules and values of the alliance: no input or output, no clock, no Telegram."""
