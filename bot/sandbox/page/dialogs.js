// Why: the few windows of the page (an alert from the bot, a choice, a new person, violations, faults) and the
// drop-down menu, all on the browser's own <dialog>, which brings focus handling and Escape with it.

import { api } from "./api.js";
import { el } from "./dom.js";
import { clockTime } from "./time.js";
import { t } from "./words.js";

/** Opens a window; resolves with the value of the pressed button, "" when it was closed otherwise. */
function open(title, content, buttons) {
  const press = ([value, label, main]) => el("button", { value, class: main ? "main" : null }, label);
  const form = el("form", { method: "dialog" }, title && el("h2", {}, title), content, el("div", { class: "choices" }, buttons.map(press)));
  const dialog = el("dialog", {}, form);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue);
    });
  });
}

export const showAlert = (title, text) => open(title, el("p", { class: "said" }, text), [["ok", t("ok"), true]]);

/** Choices as [value, label]; answers the value or "". */
export const choose = (title, options) => open(title, null, [...options, ["", t("cancel")]]);

/** Asks for one line of text; answers it, or "" when it was closed otherwise. */
export async function ask(title, label, value) {
  const field = el("input", { name: "answer", required: true, maxlength: 128, autocomplete: "off", value });
  const done = await open(title, el("label", {}, label, field), [["ok", t("ok"), true]]);
  return done === "ok" ? field.value.trim() : "";
}

/** Asks for a new person and creates them; answers the person or null. */
export async function newPerson() {
  const name = el("input", { name: "name", required: true, maxlength: 64, autocomplete: "off" });
  const options = [["zh-hans", t("languageZh")], ["en", t("languageEn")], ["", t("languageNone")]];
  const language = el("select", { name: "language" }, options.map(([value, label]) => el("option", { value }, label)));
  const fields = [el("label", {}, t("name"), name), el("label", {}, t("appLanguage"), language)];
  // The first button is the one Enter presses.
  const done = await open(t("newPersonTitle"), fields, [["create", t("create"), true]]);
  if (done !== "create" || !name.value.trim()) return null;
  return api.addPerson({ first_name: name.value.trim(), language_code: language.value || undefined });
}

function violationLine({ method, what, time_ms: time }) {
  return el("li", {}, el("b", {}, method), ` ${what} `, el("small", {}, clockTime(time / 1000)));
}

export async function showViolations() {
  const violations = await api.violations();
  const list = [el("p", {}, t("violationsAbout")), el("ol", { class: "violations", tabindex: 0 }, violations.map(violationLine))];
  return open(t("violations"), violations.length ? list : el("p", {}, t("violationsNone")), [["", t("close"), true]]);
}

const FAULTS = [
  ["faultSlow", { times: null, do: { slow: 3 } }],
  ["fault429", { times: 1, do: { status: 429, retry_after: 10 } }],
  ["fault502", { times: 3, do: { status: 502 } }],
  ["faultCut", { times: 1, do: { cut: "acted" } }],
];

export async function showFaults() {
  const active = el("p", { role: "status" });
  const count = async () => active.replaceChildren(t("faultsActive", (await api.faults()).length));
  const run = (work) => async () => {
    await work().catch((error) => active.replaceChildren(error.message));
    await count().catch(() => {});
  };
  const button = ([key, fault]) => el("button", { type: "button", onclick: run(() => api.addFault({ method: "*", ...fault })) }, t(key));
  const clear = el("button", { type: "button", onclick: run(api.clearFaults) }, t("faultClear"));
  await count();
  const content = [el("p", {}, t("faultsAbout")), el("div", { class: "stack" }, FAULTS.map(button), clear), active];
  return open(t("faults"), content, [["", t("close"), true]]);
}

/** A small menu under a button; `items()` answers [label, action] pairs each time it opens. */
export function dropdown(toggle, items) {
  const list = el("div", { class: "drop", hidden: true });
  const close = () => {
    list.hidden = true;
    toggle.setAttribute("aria-expanded", "false");
  };
  const run = (action) => () => {
    close();
    toggle.focus();
    action();
  };
  toggle.setAttribute("aria-expanded", "false");
  toggle.addEventListener("click", () => {
    if (!list.hidden) return close();
    list.replaceChildren(...items().map(([label, action]) => el("button", { type: "button", onclick: run(action) }, label)));
    list.hidden = false;
    toggle.setAttribute("aria-expanded", "true");
    list.firstChild?.focus();
  });
  const box = el("div", { class: "dropdown" }, toggle, list);
  box.addEventListener("focusout", (event) => {
    if (!box.contains(event.relatedTarget)) close();
  });
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    close();
    toggle.focus();
  });
  return box;
}
