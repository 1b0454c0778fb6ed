"""The line on which letters leave: written as MIME, handed to an SMTP server, and what becomes of their rows."""
