// Why: everything below the messages: writing, replying, editing, attaching files, the bot's command menu and its
// reply keyboard. It keeps a draft for every chat and hands finished words to the phone.

import { el, iconButton } from "../dom.js";
import { t } from "../words/words.js";
import { MOST_FILES, fieldsOf, isTooBig } from "./attachments.js";
import { ReplyKeyboard } from "./keyboard.js";
import { nameOf } from "./media.js";
import { CommandMenu } from "./menu.js";
import { gist, senderOf } from "./message.js";

export class Composer {
  drafts = new Map(); // place -> {text, reply, edit, files}

  /** `on` has send(fields), edit(message, fields), lastOwn(), commands(), toast(text), leave(). */
  constructor(on) {
    this.on = on;
    this.place = "";
    const happens = { oninput: () => this.#typed(), onkeydown: (e) => this.#key(e), onpaste: (e) => this.#paste(e) };
    this.area = el("textarea", { rows: 1, dir: "auto", ...happens });
    this.picker = el("input", { type: "file", multiple: true, hidden: true, onchange: () => this.attach([...this.picker.files]) });
    this.above = el("div", {});
    this.menu = new CommandMenu({ commands: on.commands, choose: (text) => this.#command(text), leave: () => this.area.focus() });
    this.keyboard = new ReplyKeyboard((text) => this.on.send({ text }));
    this.buttons = {
      commands: iconButton("commands", "", () => this.#toggleMenu()),
      attach: iconButton("attach", "", () => this.picker.click()),
      keyboard: this.keyboard.button,
      send: iconButton("send", "", undefined, { type: "submit", class: "round send" }),
    };
    const { commands, attach, keyboard, send } = this.buttons;
    this.row = el("form", { class: "write", onsubmit: (e) => this.#submit(e) }, commands, attach, this.picker, this.area, keyboard, send);
    this.element = el("div", { class: "composer" }, this.menu.element, this.above, this.row, this.keyboard.element);
  }

  get draft() {
    if (!this.drafts.has(this.place)) this.drafts.set(this.place, { text: "", files: [] });
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
    this.keyboard.show(markup);
    if (place !== this.place) {
      this.place = place;
      this.menu.close();
      this.#setText(this.draft.text);
    }
    this.#drawAbove();
  }

  #drawAbove() {
    const { reply, edit, files } = this.draft;
    const asking = reply?.reply_markup?.force_reply ? reply.reply_markup : this.keyboard.markup;
    this.area.placeholder = asking?.input_field_placeholder || t("write");
    const bar = (title, text, label, drop) =>
      el("div", { class: "context" }, el("div", {}, el("b", {}, title), el("span", {}, text)), iconButton("close", label, drop, { class: "round small" }));
    this.above.replaceChildren();
    const stop = () => this.stopContext();
    if (edit) this.above.append(bar(t("editing"), gist(edit), t("cancel"), stop));
    if (reply) this.above.append(bar(t("replyingTo", nameOf(senderOf(reply))), gist(reply), t("cancel"), stop));
    if (files.length) this.above.append(bar(t("files", files.length), files.map(({ name }) => name).join(", "), t("detach"), () => this.attach([])));
  }

  /** Puts words into the box, ready to be sent; for a place that is not shown, into its draft. */
  write(place, text) {
    if (place !== this.place) return this.drafts.set(place, { text, files: [] });
    this.#setText(text);
    this.area.focus();
  }

  /** Begins an answer to a message; `focus` false leaves the typing where it is. */
  reply(message, focus = true) {
    Object.assign(this.draft, { reply: message, edit: undefined });
    this.#drawAbove();
    if (focus) this.area.focus();
  }

  edit(message) {
    Object.assign(this.draft, { edit: message, reply: undefined, text: message.text ?? message.caption ?? "", files: [] });
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

  /** Lets go of messages that were deleted while they were being answered or edited. */
  forget(ids) {
    const { reply, edit } = this.draft;
    if (ids.includes((reply ?? edit)?.message_id)) this.stopContext();
  }

  /** Takes files along; while a message is edited, the one that is to take the place of what it carries. */
  attach(files) {
    this.picker.value = "";
    const fault = files.some(isTooBig) ? "tooBig" : files.length > MOST_FILES ? "tooMany" : this.draft.edit && files.length > 1 && "oneOnly";
    if (fault) return this.on.toast(t(fault));
    this.draft.files = files;
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
    const files = [...(event.clipboardData?.files ?? [])];
    if (!files.length) return;
    event.preventDefault();
    this.attach(files);
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
    const draft = this.draft;
    const { reply, edit, files } = draft;
    const kept = { ...draft, text: this.area.value };
    const text = this.area.value.trim();
    if (!text && !files.length && !(edit && !edit.text)) return;
    Object.assign(draft, { reply: undefined, edit: undefined, files: [], text: "" });
    this.#setText("");
    this.menu.close();
    this.#drawAbove();
    const fields = await fieldsOf(text, files).catch(() => null);
    const done = fields && (edit ? await this.on.edit(edit, fields) : await this.on.send({ ...fields, reply_to: reply?.message_id }));
    if (done || draft.text) return;
    Object.assign(draft, kept); // refused: nothing written is lost
    if (draft === this.draft) this.#setText(kept.text);
    this.#drawAbove();
  }
}
