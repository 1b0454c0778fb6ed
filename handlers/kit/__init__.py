"""What every capability builds on: events, messages, buttons, step-by-step forms."""
