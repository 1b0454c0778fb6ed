"""Letters put together by hand, where the library that writes them would be too well-behaved."""


def letter(*headers: str, body: str | bytes = "Hello") -> bytes:
    """A letter with these headers."""
    content = body if isinstance(body, bytes) else body.encode()
    return "\r\n".join(("From: Ann <ann@north.example>", *headers, "", "")).encode("utf-8", "surrogateescape") + content


def multipart(*parts: bytes, kind: str = "mixed") -> bytes:
    """A letter of several parts, each with its own headers."""
    inner = b"".join(b"--edge\r\n" + part + b"\r\n" for part in parts)
    return letter(f"Content-Type: multipart/{kind}; boundary=edge", body=inner + b"--edge--\r\n")


def nested(depth: int) -> bytes:
    """Shells, one in another."""
    return b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (number, number) for number in range(depth)
    )
