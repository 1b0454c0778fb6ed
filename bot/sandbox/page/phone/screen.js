// Why: draws one phone around its messages: whose it is, the list of chats and topics, the title, and the foot (the
// writing box, or the one button that makes sense first). What its owner does is in phone.js.

import { dropdown } from "../dialogs.js";
import { el, iconButton, redraw, walkable } from "../dom.js";
import { t } from "../words/words.js";
import { nameOf } from "./media.js";

const TYPING_MS = 5500;
const TOAST_MS = 4500;

/** Whether a menu stands open in there: what is being read is not drawn anew under the reader's eyes. */
const isOpen = (part) => Boolean(part.querySelector('[aria-expanded="true"]'));

export class Screen {
  constructor(world, key, log, composer) {
    Object.assign(this, { world, key, log, composer });
    this.top = el("header", { class: "top" });
    this.chats = walkable(el("nav", { class: "chats" }), "button");
    this.title = el("header", { class: "title" });
    this.foot = el("div", { class: "foot" });
    this.said = el("div", { class: "toast", role: "status" });
    const room = el("div", { class: "room" }, this.title, log.element, this.foot, this.said);
    this.element = el("section", { id: key, class: "phone", "data-view": "room" }, this.top, el("div", { class: "body" }, this.chats, room));
  }

  draw() {
    this.drawTop();
    this.drawAround();
    this.drawRoom();
  }

  /** What may change with every message, anywhere. */
  drawAround() {
    this.drawChats();
    this.drawTitle();
  }

  /** Whose phone it is; a list of people that stands open is only drawn anew when it would say something else. */
  drawTop() {
    const sorts = [...Map.groupBy(this.world.people.values(), ({ id }) => this.world.groupsOf(id)[0]?.title ?? t("outside"))];
    const said = JSON.stringify([t(this.key), this.place.person, sorts]);
    if (said === this.saidOnTop || isOpen(this.top)) return;
    this.saidOnTop = said;
    const option = (person) => el("option", { value: person.id, selected: person.id === this.place.person }, nameOf(person));
    const sort = ([label, people]) => el("optgroup", { label }, people.map(option));
    const pick = el("select", { "aria-label": t("who"), onchange: () => this.become(Number(pick.value)) }, sorts.map(sort));
    const more = iconButton("more", t("personMenu"));
    this.element.setAttribute("aria-label", `${t(this.key)}: ${nameOf(this.person)}`);
    const add = iconButton("plus", t("newPerson"), () => this.addPerson());
    redraw(this.top, el("label", {}, el("span", {}, t(this.key)), pick), add, this.person && dropdown(more, () => this.#menu()));
  }

  #menu() {
    const blocked = this.world.isBlocked(this.place.person);
    const id = String(this.place.person);
    return [[t(blocked ? "unblock" : "block"), () => this.block(!blocked)], [t("copyId", id), () => this.copy(id)]];
  }

  drawChats() {
    const { person, chat, thread } = this.place;
    const entry = (name, to, { inner = false, closed = false } = {}) => {
      const here = to.chat === chat && (to.thread ?? thread) === thread;
      const count = this.world.unreadIn(person, to.chat, to.thread);
      const badge = count > 0 && el("span", { class: "unread", "aria-label": t("unread", count) }, String(count));
      const known = { type: "button", class: inner ? "topic" : null, title: name, "data-key": `${to.chat}:${to.thread}` };
      const stop = { tabindex: here ? 0 : -1, "aria-current": here ? "true" : null }; // the arrows walk from where one is
      return el("button", { ...known, ...stop, onclick: () => this.go(to) }, el("span", {}, name), closed && el("span", { class: "closed" }, t("closedTopic")), badge);
    };
    const group = (g) => {
      if (!g.forum) return entry(g.title, { chat: g.id });
      const topics = this.world.topicsOf(g).map((topic) => entry(topic.name, { chat: g.id, thread: topic.thread }, { inner: true, closed: topic.closed }));
      return [el("h3", {}, g.title), entry(t("general"), { chat: g.id, thread: 0 }, { inner: true }), topics];
    };
    this.chats.setAttribute("aria-label", t("chats"));
    redraw(this.chats, entry(this.world.botName(t("bot")), { chat: person }), this.world.groupsOf(person).map(group));
  }

  drawTitle() {
    if (isOpen(this.title)) return;
    const topic = this.chat?.topics?.find((one) => one.thread === this.place.thread)?.name ?? (this.chat?.forum ? t("general") : null);
    const name = this.isPrivate ? this.world.botName(t("bot")) : this.chat?.title;
    const back = iconButton("back", t("back"), () => this.showChats(), { class: "round back" });
    const elsewhere = this.world.unreadIn(this.place.person);
    const below = this.typing ? t("typing") : (this.isPrivate ? "" : (topic ?? ""));
    const menu = !this.isPrivate && this.chat && dropdown(iconButton("more", t("groupMenu")), () => this.groupItems());
    const badge = elsewhere > 0 && el("span", { class: "unread elsewhere", "aria-label": t("unread", elsewhere) }, String(elsewhere));
    redraw(this.title, back, badge, el("div", {}, el("h2", {}, name ?? ""), el("small", {}, below)), menu);
  }

  showTyping() {
    this.typing = true;
    this.drawTitle();
    clearTimeout(this.typingTimer);
    this.typingTimer = setTimeout(() => this.quiet(), TYPING_MS);
  }

  quiet() {
    this.typing = false;
    this.drawTitle();
  }

  toast(text) {
    this.said.textContent = text;
    clearTimeout(this.toastTimer);
    this.toastTimer = setTimeout(() => this.hush(), TOAST_MS);
  }

  hush() {
    this.said.textContent = "";
  }

  showChats() {
    this.element.dataset.view = "chats";
    (this.chats.querySelector('[aria-current="true"]') ?? this.chats.querySelector("button"))?.focus();
  }

  drawRoom() {
    if (!this.person) {
      this.foot.replaceChildren(el("p", { class: "hint" }, t("nobody")), this.#wide(t("newPerson"), () => this.addPerson()));
      return;
    }
    this.log.draw();
    this.drawFoot();
    this.answerPrompt();
    this.readIfSeen();
  }

  #wide(label, run) {
    return el("button", { type: "button", class: "wide", onclick: run }, label);
  }

  /** The name under which the writing box keeps what is being written here. */
  get spot() {
    const { person, chat, thread } = this.place;
    return `${person}:${chat}:${thread}`;
  }

  /** The writing box, or the one button that makes sense first; whoever was in the foot goes on in what stands there now. */
  drawFoot() {
    const inside = this.foot.contains(document.activeElement);
    this.#fillFoot();
    if (inside && !this.foot.contains(document.activeElement)) this.foot.querySelector("textarea, .wide").focus();
  }

  #fillFoot() {
    const { person, chat } = this.place;
    const room = this.world.room(chat);
    if (this.isPrivate && this.world.isBlocked(person)) {
      redraw(this.foot, el("p", { class: "hint" }, t("blocked")), this.#wide(t("unblock"), () => this.block(false)));
    } else if (this.isPrivate && !room.loading && room.messages.size === 0) {
      redraw(this.foot, el("p", { class: "hint" }, t("startHint")), this.#wide(t("start"), () => this.send({ text: "/start" })));
    } else {
      if (this.composer.element.parentNode !== this.foot) this.foot.replaceChildren(this.composer.element);
      this.composer.show(this.spot, this.#keyboard());
    }
  }

  /** The reply keyboard in force: the last one the bot sent here, unless it took it away since. */
  #keyboard() {
    const last = this.log.messages().filter(({ reply_markup: markup }) => markup?.keyboard || markup?.remove_keyboard).pop();
    return last?.reply_markup.keyboard ? last.reply_markup : null;
  }
}
