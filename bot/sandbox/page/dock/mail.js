// Why: the pane of the mailbox: what the bot wrote and what was written to the join address, newest first, one letter at a
// time, and a form to write one. Letters are told of as they come, so nothing is looked for again and again.

import { api, letterUrl } from "../api.js";
import { el, icon, redraw } from "../dom.js";
import { fileLink } from "../phone/media.js";
import { dayAndTime } from "../time.js";
import { t } from "../words/words.js";
import { MailForm } from "./mailform.js";
import { Pane } from "./pane.js";

/** The name in `Name <address>`; the address where there is none. */
const nameIn = (from) => /^\s*"?(.*?)"?\s*<[^<>]*>\s*$/.exec(from)?.[1] || from;

export class MailPane extends Pane {
  letters = new Map(); // number -> letter, oldest first
  unopened = new Set(); // numbers of letters that came since the page was opened
  address = ""; // empty until the first look, at which nothing counts as having just come
  open = null; // the letter that is shown instead of the list
  form = null; // the letter that is being written

  constructor(around) {
    super("mail", around);
    this.world.addEventListener("letter", ({ detail }) => this.#arrived(detail.letter));
  }

  title() {
    return t("mail");
  }

  badge() {
    return this.unopened.size;
  }

  async lookAround() {
    await this.look().catch(() => {}); // the light in the bar says that the connection is lost
  }

  async look() {
    const { letters, address, collected } = await api.letters();
    for (const { n } of this.address ? letters : []) if (!this.letters.has(n)) this.unopened.add(n);
    this.letters = new Map(letters.map((letter) => [letter.n, letter]));
    Object.assign(this, { address, collected });
    this.#changed();
  }

  #arrived(letter) {
    if (!this.letters.has(letter.n)) this.unopened.add(letter.n); // one that was written here is known already
    this.letters.set(letter.n, letter);
    if (!this.collected) this.lookAround(); // whoever writes may have come for letters by now
    this.#changed();
  }

  #changed() {
    this.world.tell("badges");
    if (this.watched && !this.form && !this.open) this.draw();
  }

  draw() {
    if (this.form) this.element.replaceChildren(this.#back(), this.form.draw(), this.refusal);
    else if (this.open) redraw(this.element, this.#back(), this.#letter(this.open));
    else redraw(this.element, this.#list());
  }

  #back() {
    return el("button", { type: "button", class: "small back", onclick: () => this.#show(null) }, icon("back"), t("mailBack"));
  }

  /** Shows a letter, or the list with the focus on the letter that was shown. */
  #show(letter) {
    const before = this.open;
    this.open = letter;
    this.form = null;
    if (letter) this.unopened.delete(letter.n);
    this.refusal.textContent = "";
    this.draw();
    this.world.tell("badges");
    const stop = letter ? ".back" : `[data-key="letter${before?.n}"]`;
    (this.element.querySelector(stop) ?? this.element.querySelector("button"))?.focus();
  }

  #write(answered) {
    const send = (fields) => this.#send(fields);
    const refuse = (why) => {
      this.refusal.replaceChildren(why);
      this.refusal.scrollIntoView({ block: "nearest" });
    };
    this.form = new MailForm({ address: this.address, answered, name: answered && this.#nameOf(answered.to[0]), send, refuse });
    this.refusal.textContent = "";
    this.draw();
    this.form.focus();
  }

  /** What somebody called themselves when they wrote last. */
  #nameOf(address) {
    const letter = [...this.letters.values()].findLast(({ kind, from }) => kind === "received" && from.includes(`<${address}>`));
    return letter ? nameIn(letter.from) : "";
  }

  async #send(fields) {
    const sent = await api.writeLetter(fields);
    this.letters.set(sent.n, sent);
    this.#show(sent);
  }

  #list() {
    const letters = [...this.letters.values()].reverse();
    const write = el("button", { type: "button", class: "main", "data-key": "write", onclick: () => this.#write(null) }, t("mailWrite", this.address));
    return [
      write,
      !this.collected && letters.some(({ kind }) => kind === "received") && el("p", { class: "soft" }, t("mailWaits")),
      letters.length ? el("ul", { class: "letters" }, letters.map((letter) => el("li", {}, this.#row(letter)))) : el("p", { class: "soft" }, t("mailNone", this.address)),
    ];
  }

  #row(letter) {
    const fresh = this.unopened.has(letter.n);
    const who = letter.kind === "sent" ? t("mailSentTo", letter.to.join(", ")) : nameIn(letter.from);
    return el(
      "button",
      { type: "button", class: fresh ? `fresh ${letter.kind}` : letter.kind, "data-key": `letter${letter.n}`, onclick: () => this.#show(letter) },
      el("span", {}, el("bdi", {}, who), el("time", {}, dayAndTime(letter.at_ms))),
      el("bdi", {}, letter.subject || t("mailNoSubject")),
      fresh && el("span", { class: "hidden" }, t("mailUnopened")),
    );
  }

  #letter(letter) {
    const head = (word, value) => el("div", {}, el("dt", {}, t(word)), el("dd", {}, el("bdi", {}, value)));
    return [
      el("h3", {}, el("bdi", {}, letter.subject || t("mailNoSubject"))),
      el("dl", {}, head("mailFrom", letter.from), head("mailTo", letter.to.join(", ")), head("mailTime", dayAndTime(letter.at_ms))),
      letter.kind === "received" && !this.collected && el("p", { class: "soft", role: "status" }, t("mailWaits")),
      el("p", { class: "letter", dir: "auto" }, letter.text.trim() || t("mailNoText")),
      letter.attachments.length > 0 && el("h4", {}, t("mailFiles")),
      letter.attachments.map(({ name, size, index }) => fileLink(letterUrl(letter.n, index), name, el("bdi", {}, name), size)),
      letter.kind === "sent" && el("button", { type: "button", class: "main", onclick: () => this.#write(letter) }, t("mailReply")),
      el("a", { href: letterUrl(letter.n), download: `${letter.n}.eml`, class: "soft" }, t("mailRaw")),
    ];
  }
}
