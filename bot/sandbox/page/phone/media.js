// Why: draws what a message carries besides words: pictures, sound, films, files, places and contacts.

import { fileUrl } from "../api.js";
import { showPicture } from "../dialogs.js";
import { el, icon } from "../dom.js";
import { t } from "../words/words.js";

export const nameOf = (user) => [user?.first_name ?? user?.title, user?.last_name].filter(Boolean).join(" ");

const FILES = ["photo", "video", "animation", "document", "audio", "voice", "video_note", "sticker"];

/** {kind, file} of what a message carries, or null. A photo comes in sizes; the largest counts. */
export function fileOf(message) {
  const kind = FILES.find((one) => message[one]);
  if (!kind) return null;
  return { kind, file: kind === "photo" ? message.photo[message.photo.length - 1] : message[kind] };
}

/** What a message carries, in a word or two; null for words alone. */
export function carried(message) {
  const found = fileOf(message);
  if (found) return found.file.file_name ?? t(found.kind);
  if (message.contact) return `${t("contact")} ${nameOf(message.contact)} ${message.contact.phone_number}`;
  if (message.location) return `${t("location")} ${message.location.latitude}, ${message.location.longitude}`;
  if (message.poll) return `${t("poll")} ${message.poll.question}`;
  return null;
}

function size(bytes) {
  if (!bytes) return "";
  return bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1_048_576).toFixed(1)} MB`;
}

/** A file to be saved under its name; `title` is what stands for the name. */
export function fileLink(href, name, title, bytes) {
  const words = el("span", {}, el("b", {}, title), el("small", {}, size(bytes)));
  return el("a", { href, download: name, class: "file" }, icon("file"), words);
}

const picture = (src) => el("img", { src, alt: t("photo"), loading: "lazy" });

const DRAWN = {
  photo: (src) => el("button", { type: "button", class: "photo", title: t("enlarge"), onclick: () => showPicture(src) }, picture(src)),
  animation: (src, { mime_type: mime }) => (mime?.startsWith("image/") ? el("span", { class: "photo" }, picture(src)) : DRAWN.video(src)),
  video: (src) => el("video", { controls: true, preload: "metadata", src, "aria-label": t("video") }),
  sticker: (src) => el("img", { class: "sticker", src, alt: t("sticker"), loading: "lazy" }),
  voice: (src) => el("audio", { controls: true, preload: "none", src, "aria-label": t("voice") }),
};
DRAWN.audio = DRAWN.voice;
DRAWN.video_note = DRAWN.video;

/** Nodes for what a message carries; the `download` link keeps the file's name. */
export function media(message) {
  const found = fileOf(message);
  if (!found) return carried(message) && el("p", { class: "carried" }, carried(message));
  const { kind, file } = found;
  const src = fileUrl(file.file_id);
  const link = fileLink(src, file.file_name ?? "", file.file_name ?? t(kind), file.file_size);
  return DRAWN[kind] ? [DRAWN[kind](src, file), kind === "audio" && link] : link;
}
