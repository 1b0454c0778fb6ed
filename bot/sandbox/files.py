"""Files sent by people and by the bot: kept in memory, told apart by a file id."""

from __future__ import annotations

import hashlib
import mimetypes
from dataclasses import dataclass
from typing import Any

PHOTO_MAGIC = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"RIFF", b"BM")
DOWNLOAD_LIMIT = 20 * 1024 * 1024


@dataclass(slots=True)
class StoredFile:
    """A file and what kind of attachment it is."""

    id: str
    kind: str
    name: str
    mime: str
    content: bytes
    path: str

    def as_file(self) -> dict[str, Any]:
        """The fields every attachment has."""
        unique = hashlib.sha256(self.content).hexdigest()[:16]
        return {"file_id": self.id, "file_unique_id": unique, "file_size": len(self.content)}

    def as_attachment(self) -> Any:
        """The attachment as it stands in a message under the name of its kind."""
        base = self.as_file()
        if self.kind == "photo":
            return [{**base, "width": 800, "height": 600}]
        if self.kind == "voice":
            return {**base, "duration": 3, "mime_type": self.mime}
        base.update(file_name=self.name, mime_type=self.mime)
        if self.kind == "video":
            return {**base, "width": 640, "height": 360, "duration": 3}
        return {**base, "duration": 3} if self.kind == "audio" else base


class FileStore:
    """All files of a world."""

    def __init__(self) -> None:
        self.files: dict[str, StoredFile] = {}

    def add(self, kind: str, name: str, mime: str | None, content: bytes) -> StoredFile:
        """Keep a file and give it an id."""
        number = len(self.files) + 1
        digest = hashlib.sha256(content + str(number).encode()).hexdigest()[:24]
        mime = mime or mimetypes.guess_type(name)[0] or "application/octet-stream"
        suffix = name[name.rfind(".") :] if "." in name else ""
        path = f"{kind}s/file_{number}{suffix if suffix.isascii() else ''}"
        stored = StoredFile(f"Sandbox{number}-{digest}", kind, name, mime, content, path)
        self.files[stored.id] = stored
        return stored

    def at(self, path: str) -> StoredFile | None:
        """The file behind a download path."""
        return next((stored for stored in self.files.values() if stored.path == path), None)
