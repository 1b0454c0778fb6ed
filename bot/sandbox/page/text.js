// Why: turns a message's text and its entities (offsets in UTF-16 units, which is what JavaScript counts in) into
// nodes. The text is never parsed as HTML; an entity that does not fit, or a link with an unsafe scheme, stays plain.

import { el } from "./dom.js";
import { t } from "./words/words.js";

const PLAIN = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code" };
const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);
const SHORT_QUOTE = 60;
const SAFE = new Set(["http:", "https:", "mailto:", "tel:", "tg:"]);

/** The address if it may be opened, else null. */
export function safeUrl(raw) {
  try {
    const url = new URL(/^[a-z][a-z0-9+.-]*:/i.test(raw) ? raw : `https://${raw}`);
    return SAFE.has(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

function link(raw, content, on) {
  const href = safeUrl(raw);
  if (!href) return el("span", {}, content);
  const follow = (event) => {
    if (on.link(href)) event.preventDefault();
  };
  return el("a", { href, target: "_blank", rel: "noopener noreferrer", onclick: follow }, content);
}

/** A command to press: no button, since a line may break before the comma that follows a button. */
function command(raw, content, on) {
  const send = (event) => {
    event.preventDefault();
    on.command(raw);
  };
  return el("a", { href: "#", onclick: send }, content);
}

function spoiler(content) {
  const show = (event) => {
    if (event.type === "keydown" && event.key !== "Enter" && event.key !== " ") return;
    if (!node.classList.contains("spoiler")) return;
    event.preventDefault();
    event.stopPropagation();
    node.classList.remove("spoiler");
    for (const name of ["role", "tabindex", "aria-label"]) node.removeAttribute(name);
  };
  const props = { class: "spoiler", role: "button", tabindex: 0, "aria-label": t("spoiler") };
  const node = el("span", { ...props, onclick: show, onkeydown: show }, el("span", {}, content));
  return node;
}

/** A quote that shows its beginning until all of it is wanted. */
function folded(raw, content) {
  if (raw.length <= SHORT_QUOTE && raw.split("\n").length <= 3) return el("blockquote", {}, content);
  const words = el("div", { class: "folded" }, content);
  const turn = () => {
    const open = !words.classList.toggle("folded");
    toggle.setAttribute("aria-expanded", String(open));
    toggle.textContent = t(open ? "fold" : "unfold");
  };
  const toggle = el("button", { type: "button", class: "as-link", "aria-expanded": "false", onclick: turn }, t("unfold"));
  return el("blockquote", {}, words, toggle);
}

function wrap(entity, raw, content, on) {
  if (PLAIN[entity.type]) return el(PLAIN[entity.type], {}, content);
  switch (entity.type) {
    case "pre":
      return el("pre", {}, el("code", {}, content));
    case "blockquote":
      return el("blockquote", {}, content);
    case "expandable_blockquote":
      return folded(raw, content);
    case "spoiler":
      return spoiler(content);
    case "text_link":
      return link(entity.url ?? "", content, on);
    case "url":
      return link(raw, content, on);
    case "email":
      return link(`mailto:${raw}`, content, on);
    case "phone_number":
      return link(`tel:${raw.replace(/[^\d+]/g, "")}`, content, on);
    case "bot_command":
      return command(raw, content, on);
    case "mention":
    case "text_mention":
    case "hashtag":
    case "cashtag":
      return el("span", { class: "tag" }, content);
    default:
      return el("span", {}, content);
  }
}

/** Nodes for text[start, end), taking entities from the front of `queue` while they begin before `end`. */
function build(text, queue, start, end, on) {
  const nodes = [];
  let at = start;
  while (queue.length && queue[0].offset < end) {
    const entity = queue.shift();
    const from = Math.max(entity.offset, at);
    const to = Math.min(entity.offset + entity.length, end);
    if (to <= from) continue;
    if (from > at) nodes.push(text.slice(at, from));
    nodes.push(wrap(entity, text.slice(from, to), build(text, queue, from, to, on), on));
    at = to;
    if (BLOCKS.has(entity.type) && text[at] === "\n") at += 1; // the block already ends the line
  }
  if (at < end) nodes.push(text.slice(at, end));
  return nodes;
}

/** `on.link(url)` says whether it took care of the click; `on.command(text)` gets a pressed /command. */
export function formatted(text, entities, on) {
  const queue = [...(entities ?? [])].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return build(text, queue, 0, text.length, on);
}

/**
 * What a link means inside the chat: {bot, start} (start: null without one), {chat, thread, message} or {chat, place}
 * (topic or message), or null.
 */
export function chatLink(href) {
  const url = new URL(href);
  const start = url.searchParams.get("start");
  if (url.protocol === "tg:") return url.searchParams.has("domain") ? { bot: url.searchParams.get("domain"), start } : null;
  if (!["t.me", "telegram.me", "www.t.me"].includes(url.hostname)) return null;
  const [, bot] = /^\/(\w{4,})\/?$/.exec(url.pathname) ?? [];
  if (bot) return { bot, start };
  const [, id, first, second] = /^\/c\/(\d+)\/(\d+)(?:\/(\d+))?\/?$/.exec(url.pathname) ?? [];
  if (!id) return null;
  const chat = Number(`-100${id}`);
  return second ? { chat, thread: Number(first), message: Number(second) } : { chat, place: Number(first) };
}
