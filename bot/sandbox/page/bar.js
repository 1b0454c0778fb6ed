// Why: the bar on top: whether the sandbox is there, its time, the way to every pane of the dock, and the language.

import { count } from "./dock/dock.js";
import { el, redraw } from "./dom.js";
import { clockFace, shifted } from "./time.js";
import { locale, t } from "./words/words.js";

const TICK_MS = 1000;

export class Bar {
  live = null; // not known yet

  /** `language()` is called when the other language is wanted. */
  constructor(world, dock, language) {
    Object.assign(this, { dock, language });
    this.element = document.getElementById("bar");
    this.state = el("span", { role: "status" });
    this.face = el("time", {});
    world.addEventListener("live", ({ detail }) => this.#connected(detail));
    for (const name of ["dock", "badges"]) world.addEventListener(name, () => this.draw());
    world.addEventListener("clock", () => this.#tick());
    setInterval(() => this.#tick(), TICK_MS);
  }

  draw() {
    document.documentElement.lang = locale() === "en-GB" ? "en" : "zh-Hans";
    document.title = t("title");
    this.#drawState();
    this.#tick();
    const other = { lang: locale() === "en-GB" ? "zh-Hans" : "en", "data-key": "language", onclick: this.language };
    const language = el("button", { type: "button", ...other }, t("language"));
    redraw(this.element, el("h1", {}, t("title")), this.state, this.dock.panes.map((pane) => this.#paneButton(pane)), language);
  }

  #drawState() {
    this.state.className = this.live ? "state live" : "state";
    this.state.textContent = this.live === null ? "" : t(this.live ? "live" : "offline");
  }

  #connected(live) {
    if (live === this.live) return;
    this.live = live;
    this.#drawState();
  }

  #tick() {
    this.face.textContent = clockFace();
    this.face.classList.toggle("shifted", shifted());
  }

  #paneButton(pane) {
    const { key } = pane;
    const bad = key === "inspector" && pane.badge() > 0;
    const props = { "data-key": key, "aria-expanded": String(this.dock.shows(key)), "aria-controls": "dock", class: bad ? "bad" : null };
    return el("button", { type: "button", ...props, onclick: () => this.dock.toggle(key) }, this.#words(pane, bad));
  }

  /** The clock's button shows the time, the inspector's what the bot should not have done. */
  #words(pane, bad) {
    if (bad) return t("violationCount", pane.badge());
    return pane.key === "clock" ? [el("span", { class: "hidden" }, pane.title()), this.face] : [pane.title(), count(pane)];
  }
}
