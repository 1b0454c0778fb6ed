"""Sending files: uploaded ones, ones known by their id, and albums."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.sandbox.chats import Message, new_album
from bot.sandbox.errors import bad_request, mistake
from bot.sandbox.files import CAPTIONED, DOWNLOAD_LIMIT, KINDS, PHOTO_MAGIC, StoredFile, fit_one_album
from bot.sandbox.methods.sending import Files, Params, deliver
from bot.sandbox.spec import Upload
from bot.sandbox.text import formatted
from bot.sandbox.world import World

PHOTO_LIMIT = 10 * 1024 * 1024


def _sender(kind: str) -> Callable[[World, Params, Files], Message]:
    """The method that sends this kind of file."""

    def send(world: World, params: Params, files: Files) -> Message:
        caption = caption_of(params) if kind in CAPTIONED else {}
        stored = file_of(world, kind, params[kind], files)
        return deliver(world, params, {**stored.as_content(), **caption})[0]

    return send


def caption_of(params: Params) -> dict[str, Any]:
    """The caption of a request, if it has one."""
    text, entities = formatted(params, caption=True)
    caption: dict[str, Any] = {"caption": text} if text else {}
    if entities:
        caption["caption_entities"] = entities
    return caption


def file_of(world: World, kind: str, value: Upload | str, files: Files) -> StoredFile:
    """The file a parameter stands for: an upload, `attach://name`, or an id."""
    if isinstance(value, str) and value.startswith("attach://"):
        name = value.removeprefix("attach://")
        if name not in files:
            raise mistake("can't parse InputMedia: media not found")
        value = files[name]
    if isinstance(value, Upload):
        return _uploaded(world, kind, value)
    if value.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    stored = world.files.files.get(value)
    if stored is None:
        raise bad_request("wrong remote file identifier specified: Wrong string length")
    if stored.kind != kind:
        raise bad_request(f"can't use file of type {stored.kind.title()} as {kind.title()}")
    return stored


def _uploaded(world: World, kind: str, upload: Upload) -> StoredFile:
    if not upload.content:
        raise mistake("file must be non-empty")
    if kind == "photo":
        if len(upload.content) > PHOTO_LIMIT:
            raise mistake("file is too big")
        if not upload.content.startswith(PHOTO_MAGIC):
            raise mistake("IMAGE_PROCESS_FAILED")
    return world.files.add(kind, upload.filename, upload.mime or None, upload.content)


def send_media_group(world: World, params: Params, files: Files) -> list[Message]:
    """An album of two to ten."""
    media = params["media"]
    if not 2 <= len(media) <= 10:
        raise mistake("too few media in the album" if len(media) < 2 else "too much messages to send as an album")
    kinds = {item["type"] for item in media}
    if not fit_one_album(kinds):
        raise mistake("documents and audio files can't be mixed with other media types")
    group = new_album()
    contents = []
    for item in media:
        stored = file_of(world, item["type"], item["media"], files)
        contents.append({"media_group_id": group, **stored.as_content(), **caption_of(item)})
    return deliver(world, params, *contents)


def send_location(world: World, params: Params, files: Files) -> Message:
    """A place on the map."""
    place = {name: params[name] for name in ("latitude", "longitude")}
    if abs(place["latitude"]) > 90 or abs(place["longitude"]) > 180:
        raise mistake("invalid location specified")
    return deliver(world, params, {"location": place})[0]


def send_contact(world: World, params: Params, files: Files) -> Message:
    """A telephone number with a name."""
    names = ("phone_number", "first_name", "last_name", "vcard")
    return deliver(world, params, {"contact": {name: params[name] for name in names if name in params}})[0]


def get_file(world: World, params: Params, files: Files) -> dict[str, Any]:
    """Where to download a file."""
    stored = world.files.files.get(params["file_id"])
    if stored is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if stored.size > DOWNLOAD_LIMIT:
        raise bad_request("file is too big")
    return {**stored.as_file(), "file_path": stored.path}


METHODS: dict[str, Callable[[World, Params, Files], Any]] = {
    **{f"send{kind.title().replace('_', '')}": _sender(kind) for kind in KINDS},
    "sendMediaGroup": send_media_group,
    "sendLocation": send_location,
    "sendContact": send_contact,
    "getFile": get_file,
}
