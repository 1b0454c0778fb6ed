// Why: everything below the messages: writing, replying, editing, attaching a file, the bot's command menu and its
// reply keyboard. It keeps a draft for every chat and hands finished words to the phone.

import { el, iconButton } from "./dom.js";
import { CommandMenu } from "./menu.js";
import { gist, nameOf, senderOf } from "./message.js";
import { t } from "./words.js";

const MOST_BYTES = 20 * 1024 * 1024;

/** {name, mime, base64} of a chosen file. */
function contentOf(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve({ name: file.name, mime: file.type || undefined, base64: reader.result.split(",")[1] ?? "" });
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}

export class Composer {
  drafts = new Map(); // place -> {text, reply, edit, file}

  /** `on` has send({text, reply_to, file}), edit(message, text), lastOwn(), commands(), toast(text), leave(). */
  constructor(on) {
    this.on = on;
    this.place = "";
    const happens = { oninput: () => this.#typed(), onkeydown: (e) => this.#key(e), onpaste: (e) => this.#paste(e) };
    this.area = el("textarea", { rows: 1, dir: "auto", ...happens });
    this.picker = el("input", { type: "file", hidden: true, onchange: () => this.attach(this.picker.files[0]) });
    this.above = el("div", { class: "above" });
    this.menu = new CommandMenu({ commands: on.commands, choose: (text) => this.#command(text), leave: () => this.area.focus() });
    this.keyboard = el("div", { class: "keyboard keys" });
    this.buttons = {
      commands: iconButton("commands", "", () => this.#toggleMenu()),
      attach: iconButton("attach", "", () => this.picker.click()),
      keyboard: iconButton("keyboard", "", () => { this.keyboard.hidden = !this.keyboard.hidden; }),
      send: iconButton("send", "", undefined, { type: "submit", class: "round send" }),
    };
    const { commands, attach, keyboard, send } = this.buttons;
    this.row = el("form", { class: "write", onsubmit: (e) => this.#submit(e) }, commands, attach, this.picker, this.area, keyboard, send);
    this.element = el("div", { class: "composer" }, this.menu.element, this.above, this.row, this.keyboard);
  }

  get draft() {
    if (!this.drafts.has(this.place)) this.drafts.set(this.place, { text: "" });
    return this.drafts.get(this.place);
  }

  /** Draws what is being written at a place (person, chat, topic). At the same place, words under way are not touched. */
  show(place, markup) {
    const { commands, attach, keyboard, send } = this.buttons;
    const labels = [[commands, "commands"], [attach, "attach"], [keyboard, "showKeyboard"], [send, "send"], [this.area, "write"]];
    for (const [node, key] of labels) {
      node.setAttribute("aria-label", t(key));
      node.title = node === this.area ? "" : t(key);
    }
    if (markup !== this.markup) this.setKeyboard(markup?.keyboard);
    this.markup = markup;
    if (place !== this.place) {
      this.place = place;
      this.menu.close();
      this.#setText(this.draft.text);
    }
    this.#drawAbove();
  }

  setKeyboard(rows) {
    const key = ({ text }) => {
      const press = () => {
        this.on.send({ text });
        if (this.markup?.one_time_keyboard) this.keyboard.hidden = true;
      };
      return el("button", { type: "button", class: "key", onclick: press }, text);
    };
    this.keyboard.hidden = !rows;
    this.buttons.keyboard.hidden = !rows;
    this.keyboard.replaceChildren(...(rows ?? []).map((row) => el("div", { class: "keyrow" }, row.map(key))));
  }

  #drawAbove() {
    const { reply, edit, file } = this.draft;
    const asking = reply?.reply_markup?.force_reply ? reply.reply_markup : this.markup;
    this.area.placeholder = asking?.input_field_placeholder || t("write");
    const bar = (title, text, label, drop) =>
      el("div", { class: "context" }, el("div", {}, el("b", {}, title), el("span", {}, text)), iconButton("close", label, drop, { class: "round small" }));
    this.above.replaceChildren();
    const stop = () => this.stopContext();
    if (edit) this.above.append(bar(t("editing"), gist(edit), t("cancel"), stop));
    if (reply) this.above.append(bar(t("replyingTo", nameOf(senderOf(reply))), gist(reply), t("cancel"), stop));
    if (file) this.above.append(bar(t("file"), file.name, t("detach"), () => this.attach(null)));
  }

  reply(message) {
    Object.assign(this.draft, { reply: message, edit: undefined });
    this.#drawAbove();
    this.area.focus();
  }

  edit(message) {
    Object.assign(this.draft, { edit: message, reply: undefined, text: message.text ?? message.caption });
    this.area.value = this.draft.text;
    this.#drawAbove();
    this.#grow();
    this.area.focus();
  }

  stopContext() {
    if (this.draft.edit) this.#setText("");
    Object.assign(this.draft, { reply: undefined, edit: undefined });
    this.#drawAbove();
    this.area.focus();
  }

  attach(file) {
    this.picker.value = "";
    if (file && file.size > MOST_BYTES) return this.on.toast(t("tooBig"));
    this.draft.file = file ?? undefined;
    this.#drawAbove();
    this.area.focus();
  }

  #setText(text) {
    this.area.value = text;
    this.draft.text = text;
    this.#grow();
  }

  #grow() {
    this.area.style.height = "auto";
    if (this.area.scrollHeight) this.area.style.height = `${Math.min(this.area.scrollHeight + 2, 160)}px`;
  }

  #command(text) {
    if (this.area.value.startsWith("/")) this.#setText("");
    this.on.send({ text });
    this.area.focus();
  }

  async #toggleMenu() {
    if (this.menu.isOpen) return this.menu.close();
    const { place } = this;
    await this.menu.open("/", () => this.place === place);
    this.menu.focus();
  }

  #typed() {
    this.draft.text = this.area.value;
    this.#grow();
    const typed = this.area.value;
    if (/^\/\w*$/.test(typed)) this.menu.open(typed, () => this.area.value === typed);
    else this.menu.close();
  }

  #paste(event) {
    const file = event.clipboardData?.files[0];
    if (!file) return;
    event.preventDefault();
    this.attach(file);
  }

  #key(event) {
    if (event.isComposing || event.keyCode === 229) return; // an input method is choosing characters
    const empty = this.area.value === "";
    if (event.key === "Enter" && !event.shiftKey) this.#submit(event);
    else if (event.key === "ArrowUp" && empty && this.on.lastOwn()) {
      event.preventDefault();
      this.edit(this.on.lastOwn());
    } else if (event.key === "Escape") {
      if (this.menu.isOpen) this.menu.close();
      else if (this.draft.reply || this.draft.edit) this.stopContext();
      else this.on.leave();
    } else if (event.key === "ArrowDown" && this.menu.isOpen) {
      event.preventDefault();
      this.menu.focus();
    }
  }

  async #submit(event) {
    event.preventDefault();
    const { reply, edit, file } = this.draft;
    const kept = { ...this.draft, text: this.area.value };
    const text = this.area.value.trim();
    if (!text && !file) return;
    const draft = this.draft;
    Object.assign(draft, { reply: undefined, edit: undefined, file: undefined, text: "" });
    this.#setText("");
    this.menu.close();
    this.#drawAbove();
    const content = file && (await contentOf(file).catch(() => null));
    const kind = file?.type.match(/^image\/(png|jpeg|webp)$/) ? "photo" : "document";
    const words = { text: text || undefined, reply_to: reply?.message_id, [kind]: content };
    const done = edit ? await this.on.edit(edit, text) : content !== null && (await this.on.send(words));
    if (done || draft.text) return;
    Object.assign(draft, kept); // refused: nothing written is lost
    if (draft === this.draft) this.#setText(kept.text);
    this.#drawAbove();
  }
}
