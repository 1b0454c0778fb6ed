// Why: what the panes have in common: they look again and again, often while somebody watches and now and then for the
// number on their tab, and they say why something could not be done.

import { el } from "../dom.js";
import { nameOf } from "../phone/media.js";
import { t } from "../words/words.js";

const WATCHED_MS = 1000;
const UNWATCHED_MS = 5000;

export class Pane {
  watched = false;
  #turn = 0;
  #timer = 0;

  /** A pane has `look()`, which brings it up to date; it may throw when the sandbox is out of reach. */
  constructor(key, { world, phones }) {
    Object.assign(this, { key, world, phones });
    this.element = el("section", { class: `pane ${key}` });
    this.refusal = el("p", { class: "refusal", role: "alert" });
    for (const name of ["reset", "bot"]) world.addEventListener(name, () => this.lookAround());
  }

  shown(watched) {
    this.watched = watched;
    this.lookAround();
  }

  /** Looks at once, and again as long as the page is open. */
  async lookAround() {
    const turn = ++this.#turn;
    clearTimeout(this.#timer);
    await this.look().catch(() => {}); // the light in the bar says that the connection is lost
    if (turn === this.#turn) this.#timer = setTimeout(() => this.lookAround(), this.watched ? WATCHED_MS : UNWATCHED_MS);
  }

  /** Does something, says why if it is refused, and looks what came of it. */
  async attempt(call) {
    this.refusal.textContent = "";
    try {
      await call();
    } catch (error) {
      this.refusal.textContent = error.message || t("unreachable");
    }
    await this.lookAround();
  }

  /** A chat by the name of its person or group; its number when nobody knows it. */
  chatName(id) {
    return nameOf(this.world.people.get(id) ?? this.world.chats.get(id)) || String(id);
  }

  /** A button of this pane that does something. */
  act(words, call, props = {}) {
    return el("button", { type: "button", onclick: () => this.attempt(call), ...props }, words);
  }
}
