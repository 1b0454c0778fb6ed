"""Files sent by people and by the bot: kept in memory, told apart by a file id."""

from __future__ import annotations

import hashlib
import mimetypes
from dataclasses import dataclass
from typing import Any

PHOTO_MAGIC = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"RIFF", b"BM")
DOWNLOAD_LIMIT = 20 * 1024 * 1024


KINDS = ("photo", "video", "animation", "document", "audio", "voice", "video_note", "sticker")
CAPTIONED = frozenset(KINDS) - {"video_note", "sticker"}
EXCHANGEABLE = frozenset({"animation", "audio", "document", "photo", "video"})
_SHAPES: dict[str, dict[str, Any]] = {
    "photo": {"width": 800, "height": 600},
    "video": {"width": 640, "height": 360, "duration": 3},
    "animation": {"width": 320, "height": 240, "duration": 3},
    "audio": {"duration": 3},
    "voice": {"duration": 3},
    "video_note": {"length": 240, "duration": 3},
    "sticker": {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False},
}
_NAMELESS = frozenset({"photo", "voice", "video_note", "sticker"})


@dataclass(slots=True)
class StoredFile:
    """A file and what kind of attachment it is; `claimed` is a size it pretends to have, in bytes."""

    id: str
    kind: str
    name: str
    mime: str
    content: bytes
    path: str
    claimed: int | None = None

    @property
    def size(self) -> int:
        """How large it is, or pretends to be, in bytes."""
        return len(self.content) if self.claimed is None else self.claimed

    def as_file(self) -> dict[str, Any]:
        """The fields every attachment has."""
        unique = hashlib.sha256(self.content).hexdigest()[:16]
        return {"file_id": self.id, "file_unique_id": unique, "file_size": self.size}

    def as_attachment(self) -> Any:
        """The attachment as it stands in a message under the name of its kind."""
        attachment = {**self.as_file(), **_SHAPES.get(self.kind, {})}
        if self.kind == "photo":
            return [attachment]
        if self.kind == "voice":
            attachment["mime_type"] = self.mime
        if self.kind not in _NAMELESS:
            attachment.update(file_name=self.name, mime_type=self.mime)
        return attachment

    def as_content(self) -> dict[str, Any]:
        """The fields of a message that carries it; an animation is a document as well."""
        attachment = self.as_attachment()
        if self.kind != "animation":
            return {self.kind: attachment}
        document = {name: attachment[name] for name in ("file_id", "file_unique_id", "file_size", "file_name", "mime_type")}
        return {"animation": attachment, "document": document}


def fit_one_album(kinds: set[str]) -> bool:
    """Whether files of these kinds can stand in one album."""
    return kinds <= {"photo", "video"} or kinds in ({"document"}, {"audio"})


def kind_in(message: dict[str, Any]) -> str | None:
    """The kind of file a message carries, None when it carries none."""
    return next((kind for kind in KINDS if kind in message), None)


class FileStore:
    """All files of a world."""

    def __init__(self) -> None:
        self.files: dict[str, StoredFile] = {}

    def add(self, kind: str, name: str, mime: str | None, content: bytes, claimed: int | None = None) -> StoredFile:
        """Keep a file and give it an id; `claimed` is a size to pretend, in bytes."""
        number = len(self.files) + 1
        digest = hashlib.sha256(content + str(number).encode()).hexdigest()[:24]
        mime = mime or mimetypes.guess_type(name)[0] or "application/octet-stream"
        suffix = name[name.rfind(".") :] if "." in name else ""
        path = f"{kind}s/file_{number}{suffix if suffix.isascii() else ''}"
        stored = StoredFile(f"Sandbox{number}-{digest}", kind, name, mime, content, path, claimed)
        self.files[stored.id] = stored
        return stored

    def at(self, path: str) -> StoredFile | None:
        """The file behind a download path."""
        return next((stored for stored in self.files.values() if stored.path == path), None)
