// Why: the few windows of the page (an alert from the bot, a choice, a new person) on the browser's own <dialog>, which
// brings focus handling and Escape with it, and the drop-down menu.

import { api } from "./api.js";
import { el, walkable } from "./dom.js";
import { t } from "./words/words.js";

/** Opens a window; resolves with the value of the pressed button, "" when it was closed otherwise. */
function open(title, content, buttons, props = {}) {
  const press = ([value, label, main]) => el("button", { value, class: main ? "main" : null }, label);
  const form = el("form", { method: "dialog" }, title && el("h2", {}, title), content, el("div", { class: "choices" }, buttons.map(press)));
  const dialog = el("dialog", { "aria-label": title, ...props }, form);
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

/** A picture as large as it fits, to be looked at and kept. */
export function showPicture(src) {
  const save = el("a", { href: src, download: "" }, t("save"));
  return open(null, [el("img", { src, alt: t("photo") }), save], [["", t("close"), true]], { class: "picture", closedby: "any", "aria-label": t("photo") });
}

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

/** A small menu under a button; `items()` answers [label, action] pairs each time it opens. */
export function dropdown(toggle, items) {
  const list = walkable(el("div", { class: "drop", hidden: true }), "button");
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
    if (event.key !== "Escape" || list.hidden) return;
    event.stopPropagation();
    close();
    toggle.focus();
  });
  return box;
}
