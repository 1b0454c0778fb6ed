"""What a link carries: nobody can guess it, and whoever reads the database cannot use it, for only its digest is stored."""

import hashlib
import secrets

TOKEN_BYTES = 24


def a_token() -> str:
    """Return a new token: 32 characters that may stand in a link."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def digest(text: str) -> str:
    """Return what is stored of a token, or of what else must be known again and not read."""
    return hashlib.sha256(text.encode()).hexdigest()
