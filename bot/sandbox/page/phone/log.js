// Why: the scrolling list of one chat or topic. Bubbles are replaced one by one as events arrive, so that what a
// person is reading, pressing or has selected stays where it is.

import { el, walkable } from "../dom.js";
import { dayName } from "../time.js";
import { t } from "../words/words.js";
import { threadOf } from "../world.js";
import { End } from "./end.js";
import { bubble } from "./message.js";

const SHOWN_AT_FIRST = 200;
const NEAR_MESSAGES = 20;

/** Lets Tab reach a bubble and all that can be pressed in it (0), or pass it by (-1). */
function setStops(node, tabIndex) {
  for (const stop of [node, ...node.querySelectorAll("a, audio, button, video, [role=button]")]) stop.tabIndex = tabIndex;
}

export class Log {
  nodes = new Map(); // message id -> its node
  limit = SHOWN_AT_FIRST;

  /** `view()` answers {chat, thread, forum, me, group, on}, always that of the moment. */
  constructor(world, view) {
    this.world = world;
    this.view = view;
    this.list = walkable(el("div", { class: "list", role: "log", "aria-live": "polite" }), "article");
    this.end = new End(this.list);
    this.element = el("div", { class: "log" }, this.list, this.end.button);
    this.list.addEventListener("focusin", ({ target }) => {
      const article = target.closest("article");
      if (article && article !== this.stop) this.#restop(article);
    });
  }

  /** The messages of this view, oldest first. */
  messages() {
    const { chat, thread, forum } = this.view();
    const all = [...this.world.room(chat).messages.values()];
    return all.filter((message) => !forum || threadOf(message) === thread).sort((a, b) => a.message_id - b.message_id);
  }

  /** Draws everything anew. Another chat begins at its end; in the same one (another language, another day) the reader stays. */
  draw() {
    const { me, chat, thread } = this.view();
    const view = `${me}:${chat}:${thread}`;
    const stays = view === this.drawn && !this.end.isHere;
    if (view !== this.drawn) Object.assign(this, { drawn: view, limit: SHOWN_AT_FIRST });
    const { scrollTop } = this.list;
    const focused = this.list.contains(document.activeElement) && document.activeElement.closest("article");
    this.list.setAttribute("aria-label", t("messages"));
    this.list.setAttribute("aria-busy", "true"); // a whole chat is not read aloud, only what arrives
    this.#fill();
    if (stays) this.list.scrollTop = scrollTop;
    else this.end.go();
    this.end.draw();
    if (focused) this.nodes.get(Number(focused.dataset.id))?.focus({ preventScroll: true });
    requestAnimationFrame(() => this.list.setAttribute("aria-busy", "false"));
  }

  #fill() {
    this.list.replaceChildren();
    this.nodes.clear();
    Object.assign(this, { day: "", album: undefined });
    const messages = this.messages();
    const hidden = Math.max(0, messages.length - this.limit);
    if (hidden) this.list.append(this.#earlier());
    for (const message of messages.slice(hidden)) this.#append(message);
    if (!messages.length && !this.world.room(this.view().chat).loading) this.list.append(el("p", { class: "empty" }, t("empty")));
  }

  #earlier() {
    const more = () => {
      const before = this.list.scrollHeight;
      const { id } = this.list.querySelector("article").dataset;
      this.limit += SHOWN_AT_FIRST;
      this.draw();
      this.list.scrollTop = this.list.scrollHeight - before;
      this.nodes.get(Number(id)).focus({ preventScroll: true });
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
    const joined = Boolean(message.media_group_id) && message.media_group_id === this.album;
    Object.assign(this, { day, album: message.media_group_id });
    const node = this.#node(message);
    node.classList.toggle("joined", joined);
    this.list.append(node);
    if (this.list.contains(document.activeElement)) setStops(node, -1);
    else this.#restop(node);
  }

  /** Of all bubbles only one, with what is in it, is reached by Tab: the newest, or where the reader went with the arrows. */
  #restop(node = this.#newest()) {
    if (this.stop) setStops(this.stop, -1);
    if (node) setStops(node, 0);
    this.stop = node;
  }

  #newest() {
    return [...this.nodes.values()].pop();
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
    if (old) {
      this.#replace(old, message);
    } else if (event.type === "message" && (!forum || threadOf(message) === thread)) {
      this.list.querySelector(".empty")?.remove();
      this.#append(message);
      if (message.from?.id === me) return this.end.go();
      return this.end.came();
    }
    this.end.keep();
  }

  #remove(ids) {
    const gone = ids.map((id) => this.nodes.get(id)).filter(Boolean);
    const focused = gone.some((node) => node.contains(document.activeElement));
    for (const node of gone) node.remove();
    for (const id of ids) this.nodes.delete(id);
    for (const day of this.list.querySelectorAll(".day")) if (!day.nextElementSibling?.matches("article")) day.remove();
    this.day = this.list.querySelector(".day:last-of-type")?.textContent ?? "";
    if (!this.nodes.size) this.draw();
    if (gone.includes(this.stop)) this.#restop();
    if (focused) this.focusNewest();
  }

  /** Puts a fresh bubble in place of the old, with the focus on the same button as before. */
  #replace(old, message) {
    const buttons = [...old.querySelectorAll("button")];
    const focused = old.contains(document.activeElement) ? buttons.indexOf(document.activeElement) : null;
    const node = this.#node(message);
    if (old === this.stop) this.#restop(node);
    else setStops(node, -1);
    node.classList.toggle("joined", old.classList.contains("joined"));
    old.replaceWith(node);
    if (focused === null) return;
    (focused < 0 ? node : (node.querySelectorAll("button")[focused] ?? node)).focus({ preventScroll: true });
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
    this.#newest()?.focus();
  }
}
