// Why: the clock in the bar: it shows the sandbox's time and lets hours and days pass, so that deadlines can be seen.

import { api } from "./api.js";
import { dropdown } from "./dialogs.js";
import { el } from "./dom.js";
import { clockFace, leaps, shifted } from "./time.js";
import { t } from "./words.js";

const TICK_MS = 1000;

/** A button with the time and a menu of leaps, and `show()` to bring it up to date at once. */
export function clock() {
  const face = el("time", {});
  const toggle = el("button", { type: "button", class: "small", title: t("clock") }, el("span", { class: "hidden" }, t("clock")), face);
  const show = () => {
    face.textContent = clockFace();
    toggle.classList.toggle("shifted", shifted());
  };
  const leap = (ms) => () => api.setClock({ advance_ms: ms }).catch(() => {});
  const items = () => [
    ...leaps().map(([word, ms]) => [t(word), leap(ms)]),
    ...(shifted() ? [[t("clockNow"), () => api.setClock({ offset_ms: 0 }).catch(() => {})]] : []),
  ];
  const box = dropdown(toggle, items);
  const timer = setInterval(() => (box.isConnected ? show() : clearInterval(timer)), TICK_MS);
  show();
  return { box, show };
}
