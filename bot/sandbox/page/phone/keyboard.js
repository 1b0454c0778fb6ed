// Why: the bot's reply keyboard below the writing box: ready words at a press, with a button that hides it and brings it back.

import { el, iconButton } from "../dom.js";

export class ReplyKeyboard {
  /** `send(text)` sends the words of a key. */
  constructor(send) {
    this.send = send;
    this.element = el("div", { class: "keyboard keys" });
    this.button = iconButton("keyboard", "", () => this.#hide(!this.element.hidden));
  }

  /** Shows the keyboard of a message's markup, null for none; one that is shown already stays as it is. */
  show(markup) {
    if (markup === this.markup) return;
    this.markup = markup;
    const rows = markup?.keyboard ?? [];
    this.#hide(!rows.length);
    this.button.hidden = !rows.length;
    this.element.replaceChildren(...rows.map((row) => el("div", { class: "keyrow" }, row.map((key) => this.#key(key)))));
  }

  #hide(hidden) {
    this.element.hidden = hidden;
  }

  #key({ text }) {
    const press = () => {
      this.send(text);
      if (this.markup?.one_time_keyboard) this.#hide(true);
    };
    return el("button", { type: "button", class: "key", onclick: press }, text);
  }
}
