// Why: the pane of the clock: hours and days pass at a tap, and what the bot's own clock made it do stands below.

import { api } from "../api.js";
import { el } from "../dom.js";
import { DAY_MS, HOUR_MS, ahead, clockSeconds, dayAndTime, fromField, longDay, now, shifted, toField, untilWorkingMorning } from "../time.js";
import { t } from "../words/words.js";
import { Pane } from "./pane.js";

const TICK_MS = 1000;
const MINUTE_MS = 60_000;
const LEAPS = [
  ["clockHour", () => HOUR_MS],
  ["clockMorning", untilWorkingMorning],
  ["clockDay", () => DAY_MS],
  ["clockMonth", () => 30 * DAY_MS],
];
const KEPT_LEAPS = 20;

export class ClockPane extends Pane {
  leaps = []; // newest first: {since, before (the machine's time), to (the sandbox's), fired}

  constructor(around) {
    super("clock", around);
    this.world.addEventListener("clock", ({ detail }) => this.#leapt(detail));
    setInterval(() => this.#tick(), TICK_MS);
  }

  title() {
    return t("clock");
  }

  draw() {
    this.day = el("span", {});
    this.face = el("time", {});
    this.gap = el("p", { class: "soft" });
    const back = this.act(t("clockNow"), () => api.setClock({ offset_ms: 0 }));
    const leap = ([word, ms]) => this.act(t(word), () => api.setClock({ advance_ms: ms() }));
    this.list = el("div", { class: "leaps" });
    this.element.replaceChildren(
      el("p", { class: "face" }, this.day, this.face),
      this.gap,
      el("div", { class: "grid" }, back, LEAPS.map(leap)),
      el("p", { class: "soft" }, t("clockWeekdays")),
      this.#dateForm(),
      this.refusal,
      el("h3", {}, t("fired")),
      this.list,
    );
    this.#tick();
    this.#drawLeaps();
  }

  #dateForm() {
    const warn = () => this.warning.replaceChildren(fromField(this.field.value) < now() - MINUTE_MS ? t("clockBackwards") : "");
    const set = (event) => {
      event.preventDefault();
      this.attempt(() => api.setClock({ advance_ms: fromField(this.field.value) - now() }));
    };
    this.field = el("input", { type: "datetime-local", required: true, value: toField(now()), oninput: warn });
    this.warning = el("p", { class: "warning", role: "status" });
    const line = el("div", { class: "line" }, this.field, el("button", { class: "main" }, t("clockSet")));
    return el("form", { onsubmit: set }, el("label", {}, t("clockDate"), line), this.warning);
  }

  #tick() {
    if (!this.face?.isConnected) return;
    this.day.textContent = longDay(now());
    this.face.textContent = clockSeconds(now());
    const hours = Math.round(Math.abs(ahead()) / HOUR_MS);
    const far = [Math.floor(hours / 24), hours % 24];
    this.gap.textContent = shifted() ? t(ahead() > 0 ? "clockAhead" : "clockBehind", ...far) : t("clockTrue");
  }

  #leapt({ now_ms: to, offset_ms: shift }) {
    const since = to - shift;
    const [last] = this.leaps;
    if (last) last.before = since;
    this.leaps = [{ since, to, fired: [] }, ...this.leaps].slice(0, KEPT_LEAPS);
    this.lookAround();
    if (!this.list) return; // nobody has opened the pane yet
    this.field.value = toField(to);
    this.warning.replaceChildren();
    this.#tick();
    this.#drawLeaps();
  }

  /** What came of the last leap, and of the one before it until then; what belongs to earlier ones is known. */
  async look() {
    for (const leap of this.leaps.slice(0, 2)) {
      const fired = await api.fired(leap.since, leap.before);
      if (fired?.length === leap.fired?.length) continue;
      leap.fired = fired;
      this.#drawLeaps();
    }
  }

  #drawLeaps() {
    const none = el("p", { class: "soft" }, t("firedNotYet"));
    this.list?.replaceChildren(...(this.leaps.length ? this.leaps.map((leap) => this.#leap(leap)) : [none]));
  }

  #leap({ to, fired }) {
    const nothing = el("p", { class: "soft" }, t(fired ? "firedNothing" : "firedUnknown"));
    const entries = fired?.length > 0 && el("ol", {}, fired.map((one) => this.#entry(one)));
    return el("section", {}, el("h4", {}, t("clockSetTo", dayAndTime(to))), entries || nothing);
  }

  #entry({ at_ms: at, job, chat, method, text }) {
    const head = el("div", { class: "head" }, el("b", {}, this.chatName(chat)), el("time", {}, clockSeconds(at)));
    return el("li", {}, head, el("p", {}, text ?? method), el("small", { class: "soft" }, job));
  }
}
