// Why: the tour: a strip of six steps above the phones that shows a first visitor around and ticks itself off by what
// really happens. What has been seen is remembered for as long as the world lasts; a new world begins the tour anew.

import { api } from "../api.js";
import { el, redraw } from "../dom.js";
import { keep, recall } from "../kept.js";
import { t } from "../words/words.js";
import { STEPS, facts } from "./steps.js";

const KEPT = "tour";

const kept = () => recall(KEPT) ?? {};

export class Tour {
  seen = {}; // fact -> true, or what is known of it
  folded = Boolean(kept().folded);
  chosen = null; // the step the visitor looks at, while it is not simply the next one

  constructor({ world, phones, dock }) {
    Object.assign(this, { world, phones, dock });
    this.task = el("p", { class: "task", role: "status" });
    this.element = el("section", { class: "tour", hidden: true });
    world.addEventListener("reset", () => this.begin());
    for (const name of ["change", "clock", "bot"]) world.addEventListener(name, ({ detail }) => this.#notice(detail));
  }

  /** Takes up the tour of this world; where nobody runs a bot behind the sandbox there is nothing to show. */
  async begin() {
    const { began, seen } = kept();
    this.seen = began === this.world.began ? seen : {};
    this.draw();
    this.element.hidden = !(await api.bot().catch(() => null));
  }

  #keep() {
    keep(KEPT, { began: this.world.began, seen: this.seen, folded: this.folded });
  }

  #notice(event) {
    const found = Object.entries(facts(event, this.seen, this.world.bots[0]?.id)).filter(([, value]) => value || value === null);
    if (!found.length) return;
    const before = this.#undone();
    Object.assign(this.seen, Object.fromEntries(found));
    this.#keep();
    if (this.#undone().length === before.length) return;
    this.chosen = null;
    this.draw();
  }

  #undone() {
    return STEPS.filter(({ fact }) => !this.seen[fact]);
  }

  draw() {
    const step = this.chosen ?? this.#undone()[0];
    this.task.textContent = step ? t(step.task, ...(step.names ?? []).map((name) => t(name))) : t("tourEnd");
    this.element.setAttribute("aria-label", t("tour"));
    this.element.classList.toggle("folded", this.folded);
    redraw(this.element, this.#gist(step), !this.folded && [this.#list(step), this.task], this.#buttons(step));
  }

  /** How far the visitor is; what is next stands beside it where the list of steps does not. */
  #gist(step) {
    const count = `${STEPS.length - this.#undone().length}/${STEPS.length}`;
    return el("h2", {}, el("span", {}, `${t("tour")} ${count}`), step && el("span", { class: "now" }, t(step.title)));
  }

  #list(shown) {
    const item = (step, n) => {
      const done = Boolean(this.seen[step.fact]);
      const look = () => {
        this.chosen = step;
        this.draw();
      };
      const name = t("tourStep", n + 1, t(step.title)) + (done ? `, ${t("tourTicked")}` : "");
      const props = { type: "button", class: done ? "done" : null, "aria-label": name, "aria-current": step === shown ? "step" : null, "data-key": step.fact };
      return el("li", {}, el("button", { ...props, onclick: look }, el("span", { class: "mark" }, done ? "✓" : String(n + 1)), t(step.title)));
    };
    return el("ol", {}, STEPS.map(item));
  }

  #buttons(step) {
    const fold = () => {
      this.folded = !this.folded;
      this.#keep();
      this.draw();
    };
    const label = t(this.folded ? "tourUnfold" : "tourFold");
    const props = { type: "button", class: "fold", title: label, "aria-label": label, "aria-expanded": String(!this.folded), "data-key": "fold" };
    return el("div", { class: "deeds" },
      step && el("button", { type: "button", class: "go", "data-key": "go", onclick: () => step.go(this) }, t("tourGo")),
      el("button", { ...props, onclick: fold }, this.folded ? "▾" : "▴"));
  }
}
