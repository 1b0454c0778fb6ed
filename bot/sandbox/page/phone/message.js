// Why: draws one message as a bubble: who, quote, picture or file, text, time, buttons, reactions, and what one can
// do with it. It only draws; `on` carries everything that happens on a press.

import { fileUrl } from "../api.js";
import { el, iconButton, walkable } from "../dom.js";
import { formatted } from "../text.js";
import { clockTime } from "../time.js";
import { t } from "../words/words.js";
import { carried, fileOf, media, nameOf } from "./media.js";

const PICKS = ["👍", "👌", "👀", "❤", "🙏", "🎉"];

export const senderOf = (message) => message.sender_chat ?? message.from;

/** One line saying what a message is about: for quotes and for service messages without words. */
export function gist(message) {
  if (message.text ?? message.caption) return message.text ?? message.caption;
  return carried(message) ?? t("cannotShow");
}

/** The words of a service message (someone joined, a topic was made …), or null for an ordinary one. */
function serviceText(message) {
  const names = (people) => people.map(nameOf).join(", ");
  if (message.new_chat_members) return t("joined", names(message.new_chat_members));
  if (message.left_chat_member) return t("left", nameOf(message.left_chat_member));
  if (message.forum_topic_created) return t("topicMade", message.forum_topic_created.name);
  if (message.forum_topic_edited) return t("topicRenamed", message.forum_topic_edited.name ?? "");
  if (message.forum_topic_closed) return t("topicClosed");
  if (message.forum_topic_reopened) return t("topicReopened");
  if (message.pinned_message) return t("pinned");
  if (message.migrate_to_chat_id || message.migrate_from_chat_id) return t("groupMoved");
  if (message.group_chat_created || message.supergroup_chat_created) return t("groupMade");
  return null;
}

function quote(message, on) {
  const original = message.reply_to_message;
  if (!original || original.forum_topic_created) return null;
  const words = [el("b", {}, nameOf(senderOf(original))), el("span", {}, message.quote?.text ?? gist(original))];
  return el("button", { type: "button", class: "quote", onclick: () => on.jump(original.message_id) }, words);
}

function inlineKeys(message, on) {
  const rows = message.reply_markup?.inline_keyboard;
  if (!rows?.length) return null;
  const key = (button) => {
    const press = (event) => on.press(message, button, event.currentTarget);
    const arrow = button.url && el("span", { "aria-hidden": "true" }, " ↗");
    return el("button", { type: "button", class: "key", onclick: press }, button.text, arrow);
  };
  return el("div", { class: "keys" }, rows.map((row) => el("div", { class: "keyrow" }, row.map(key))));
}

function reactions(message, me, on) {
  const badge = (emoji) => {
    const people = message.reactions.filter((one) => one.emoji === emoji).map((one) => one.person);
    const mine = people.includes(me);
    const props = { "aria-pressed": String(mine), "aria-label": `${t("react", emoji)}, ${people.length}` };
    const press = () => on.react(message, mine ? null : emoji);
    return el("button", { type: "button", class: "badge", onclick: press, ...props }, emoji, people.length > 1 && ` ${people.length}`);
  };
  const different = [...new Set((message.reactions ?? []).map((one) => one.emoji))];
  return different.length ? el("div", { class: "reactions" }, different.map(badge)) : null;
}

/** What can be done with a message: [words, what it does] for buttons, [words, {href, download}] for a link. */
function deeds(message, { mine, picks, mayDelete, on }) {
  const words = message.text ?? message.caption;
  const file = fileOf(message);
  return [
    [t("reply"), () => on.reply(message)],
    ...picks.map((emoji) => [emoji, () => on.react(message, emoji), { "aria-label": t("react", emoji) }]),
    words && [t("copy"), () => on.copy(words)],
    file && [t("save"), { href: fileUrl(file.file.file_id), download: file.file.file_name ?? "" }],
    mine && (message.text || file) && !message.forward_origin && [t("edit"), () => on.edit(message)],
    mayDelete && [t("delete"), () => on.remove(message)],
  ].filter(Boolean);
}

function actions(message, view) {
  const act = ([label, run, props = {}]) =>
    typeof run === "function"
      ? el("button", { type: "button", onclick: () => { close(); run(); }, ...props }, label)
      : el("a", { class: "button", onclick: () => close(), ...run }, label);
  const list = walkable(el("div", { class: "acts", role: "toolbar", "aria-label": t("actions"), hidden: true }), "button, a");
  const close = () => {
    list.hidden = true;
    toggle.setAttribute("aria-expanded", "false");
  };
  const open = () => {
    if (!list.hidden) return close();
    list.replaceChildren(...deeds(message, view).map(act));
    list.hidden = false;
    toggle.setAttribute("aria-expanded", "true");
    list.scrollIntoView({ block: "nearest" });
    list.firstChild.focus();
  };
  const toggle = iconButton("more", t("actions"), open, { class: "round small toggle", "aria-expanded": "false" });
  list.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    close();
    toggle.focus();
  });
  return { toggle, list, open };
}

function originName(origin) {
  return nameOf(origin.sender_user ?? origin.sender_chat ?? origin.chat ?? { first_name: origin.sender_user_name });
}

/** The bubble of a message as seen by the person `me`, who may run the group (`admin`); `reactions` null allows all. */
export function bubble(message, { me, group, reactions: allowed, admin, on }) {
  const service = serviceText(message);
  if (service) return el("article", { class: "service", "data-id": message.message_id, tabindex: -1 }, service);
  const sender = senderOf(message);
  const mine = message.from?.id === me && !message.sender_chat;
  const text = message.text ?? message.caption ?? (carried(message) ? "" : gist(message));
  const content = formatted(text, message.entities ?? message.caption_entities, on);
  const meta = el("span", { class: "meta" }, message.edit_date && el("i", {}, t("edited")), el("time", {}, clockTime(message.date)));
  const picks = PICKS.filter((emoji) => allowed?.includes(emoji) ?? true);
  const { toggle, list, open } = actions(message, { mine, picks, mayDelete: mine || admin || !group, on });
  const body = el("div", { class: "bubble" },
    group && !mine && el("div", { class: `who c${Math.abs(sender?.id ?? 0) % 6}` }, nameOf(sender)),
    message.forward_origin && el("div", { class: "forwarded" }, t("forwarded", originName(message.forward_origin))),
    quote(message, on), media(message),
    text && el("div", { class: "text", dir: "auto" }, content), meta);
  const keydown = (event) => {
    if (event.target !== node) return;
    if (event.key === "Enter") open();
    else if (event.key === "r" && !event.ctrlKey && !event.metaKey) on.reply(message);
    else return;
    event.preventDefault();
  };
  const look = `msg ${mine ? "out" : "in"}`;
  const node = el("article", { class: look, "data-id": message.message_id, tabindex: -1, onkeydown: keydown },
    el("div", { class: "line" }, body, toggle), list, inlineKeys(message, on), reactions(message, me, on));
  return node;
}
