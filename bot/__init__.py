"""The process: command line, settings, wiring, intake, delivery, ticker, health, and the sandbox."""
