// Why: the bot's command menu above the writing box: opened by its button, or by typing "/" which narrows it.

import { el, walkable } from "../dom.js";
import { t } from "../words/words.js";

export class CommandMenu {
  /** `commands()` answers what this person sees here; `choose("/command")` and `leave()` tell what happened. */
  constructor({ commands, choose, leave }) {
    Object.assign(this, { commands, choose });
    const away = () => {
      this.close();
      leave();
    };
    this.element = walkable(el("div", { class: "menu", hidden: true }), "button", away);
    document.addEventListener("pointerdown", ({ target }) => {
      if (!this.element.parentNode?.contains(target)) this.close();
    });
  }

  get isOpen() {
    return !this.element.hidden;
  }

  /** Shows the commands that begin like `typed`, unless `wanted()` says it is too late when they arrive. */
  async open(typed, wanted) {
    const all = await this.commands();
    if (!wanted()) return;
    const fitting = all.filter(({ command }) => `/${command}`.startsWith(typed.toLowerCase()));
    const pick = (command) => {
      this.close();
      this.choose(`/${command}`);
    };
    const item = ({ command, description }) =>
      el("button", { type: "button", onclick: () => pick(command) }, el("b", {}, `/${command}`), el("span", {}, description));
    const none = all.length ? [] : [el("p", {}, t("commandsNone"))];
    this.element.replaceChildren(...(fitting.length ? fitting.map(item) : none));
    this.element.hidden = this.element.childElementCount === 0;
  }

  close() {
    this.element.hidden = true;
  }

  focus() {
    this.element.querySelector("button")?.focus();
  }
}
