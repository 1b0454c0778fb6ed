"""Who can reach the sandbox where it listens: only this machine, or others, who are then asked for a password."""

from __future__ import annotations

import ipaddress
import secrets


def password_for(host: str) -> str | None:
    """A fresh password for an address others can reach; None on loopback."""
    return None if _address(host).is_loopback else secrets.token_urlsafe(12)


def name_in_url(host: str) -> str:
    """How a URL names `host`; an address that stands for all this machine has is none to go to, so loopback instead."""
    address = _address(host)
    if address.is_unspecified:
        host = "::1" if address.version == 6 else "127.0.0.1"
    return f"[{host}]" if ":" in host else host


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """The address a host is given as; a name other than localhost counts as one that others can reach."""
    try:
        return ipaddress.ip_address("127.0.0.1" if host == "localhost" else host)
    except ValueError:
        return ipaddress.IPv4Address("255.255.255.255")
