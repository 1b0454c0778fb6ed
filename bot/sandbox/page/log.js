// Why: the scrolling list of one chat or topic. Bubbles are replaced one by one as events arrive, so that what a
// person is reading, pressing or has selected stays where it is.

import { el, iconButton, walkable } from "./dom.js";
import { bubble } from "./message.js";
import { dayName } from "./time.js";
import { t } from "./words.js";
import { threadOf } from "./world.js";

const SHOWN_AT_FIRST = 200;
const NEAR_PX = 120;
const NEAR_MESSAGES = 20;

export class Log {
  nodes = new Map(); // message id -> its node
  limit = SHOWN_AT_FIRST;

  /** `view()` answers {chat, thread, forum, me, group, on}, always that of the moment. */
  constructor(world, view) {
    this.world = world;
    this.view = view;
    this.list = walkable(el("div", { class: "list", role: "log", "aria-live": "polite" }), "article");
    this.jumpDown = iconButton("down", "", () => this.toEnd(), { class: "round todown", hidden: true });
    this.element = el("div", { class: "log" }, this.list, this.jumpDown);
    this.list.addEventListener("scroll", () => {
      this.atEnd = this.nearEnd();
      if (this.atEnd) this.jumpDown.hidden = true;
    });
    new ResizeObserver(() => this.atEnd && this.toEnd()).observe(this.list); // the writing box below grows
    this.list.addEventListener("load", () => this.atEnd && this.toEnd(), true); // a picture made room for itself
  }

  /** The messages of this view, oldest first. */
  messages() {
    const { chat, thread, forum } = this.view();
    const all = [...this.world.room(chat).messages.values()];
    return all.filter((message) => !forum || threadOf(message) === thread).sort((a, b) => a.message_id - b.message_id);
  }

  /** Draws everything anew: another chat, another person, another language. */
  draw() {
    const label = t("newest");
    this.jumpDown.setAttribute("aria-label", label);
    this.jumpDown.title = label;
    this.list.setAttribute("aria-label", t("messages"));
    this.list.setAttribute("aria-busy", "true"); // a whole chat is not read aloud, only what arrives
    this.list.replaceChildren();
    this.nodes.clear();
    this.day = "";
    const messages = this.messages();
    const hidden = Math.max(0, messages.length - this.limit);
    if (hidden) this.list.append(this.#earlier());
    for (const message of messages.slice(hidden)) this.#append(message);
    if (!messages.length && !this.world.room(this.view().chat).loading) this.list.append(el("p", { class: "empty" }, t("empty")));
    this.toEnd();
    requestAnimationFrame(() => this.list.setAttribute("aria-busy", "false"));
  }

  #earlier() {
    const more = () => {
      const before = this.list.scrollHeight;
      this.limit += SHOWN_AT_FIRST;
      this.draw();
      this.list.scrollTop = this.list.scrollHeight - before;
    };
    return el("button", { type: "button", class: "earlier", onclick: more }, t("earlier"));
  }

  #node(message) {
    const node = bubble(message, this.view());
    this.nodes.set(message.message_id, node);
    return node;
  }

  #append(message) {
    const day = dayName(message.date);
    if (day !== this.day) this.list.append(el("div", { class: "day" }, day));
    this.day = day;
    this.list.append(this.#node(message));
    this.#restop();
  }

  /** Exactly one bubble, the newest, is a tab stop; the arrows walk from there. */
  #restop() {
    this.list.querySelector('article[tabindex="0"]')?.setAttribute("tabindex", "-1");
    [...this.nodes.values()].pop()?.setAttribute("tabindex", "0");
  }

  /** A message came, changed or went. */
  change(event) {
    const { chat, thread, forum, me } = this.view();
    if (event.chat !== chat) return;
    if (event.type === "delete") return this.#remove(event.messages);
    const id = event.message?.message_id ?? event.message_id;
    const message = this.world.room(chat).messages.get(id);
    if (!message) return; // still loading: the whole list follows
    const old = this.nodes.get(id);
    const stay = this.nearEnd();
    if (old) {
      this.#replace(old, message);
    } else if (event.type === "message" && (!forum || threadOf(message) === thread)) {
      this.list.querySelector(".empty")?.remove();
      this.#append(message);
      if (message.from?.id !== me && !stay) this.jumpDown.hidden = false;
      if (message.from?.id === me) return this.toEnd();
    }
    if (stay) this.toEnd();
  }

  #remove(ids) {
    for (const id of ids) {
      this.nodes.get(id)?.remove();
      this.nodes.delete(id);
    }
    this.#restop();
  }

  /** Puts a fresh bubble in place of the old, with the focus on the same button as before. */
  #replace(old, message) {
    const buttons = [...old.querySelectorAll("button")];
    const focused = old.contains(document.activeElement) ? buttons.indexOf(document.activeElement) : null;
    const stop = old.getAttribute("tabindex");
    const node = this.#node(message);
    node.setAttribute("tabindex", stop);
    old.replaceWith(node);
    if (focused === null) return;
    (focused < 0 ? node : (node.querySelectorAll("button")[focused] ?? node)).focus({ preventScroll: true });
  }

  nearEnd() {
    return this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < NEAR_PX;
  }

  toEnd() {
    this.list.scrollTop = this.list.scrollHeight;
    this.jumpDown.hidden = true;
    this.atEnd = true;
  }

  /** Scrolls to a message and marks it for a moment; answers whether it is here. */
  jump(id) {
    const all = this.messages();
    const place = all.findIndex((message) => message.message_id === id);
    if (place < 0) return false;
    if (!this.nodes.has(id)) {
      this.limit = all.length - place + NEAR_MESSAGES;
      this.draw();
    }
    const node = this.nodes.get(id);
    node.scrollIntoView({ block: "center" });
    node.focus({ preventScroll: true });
    node.classList.add("found");
    setTimeout(() => node.classList.remove("found"), 1500);
    return true;
  }

  focusNewest() {
    [...this.nodes.values()].pop()?.focus();
  }
}
