// Why: puts the page together: the bar with the state of the connection, the language, the two phones, and at phone
// width the tabs between them.

import { api } from "./api.js";
import { clock } from "./clock.js";
import { showFaults, showViolations } from "./dialogs.js";
import { el } from "./dom.js";
import { nameOf } from "./media.js";
import { Phone } from "./phone.js";
import { locale, switchLanguage, t } from "./words.js";
import { World } from "./world.js";

const STATE_EVERY_MS = 5000;
const KEYS = ["phoneLeft", "phoneRight"];

const world = new World();
const phones = {};
let shown = "phoneLeft";
let live = false;
let violations = 0;
let time = null;

/** Whether there is such a person, and the chat is their own or a group they are in, with that topic. */
function exists(place) {
  if (!world.people.has(place?.person)) return false;
  if (place.chat === place.person) return true;
  const group = world.groupsOf(place.person).find((one) => one.id === place.chat);
  return Boolean(group) && (!place.thread || group.topics.some((topic) => topic.thread === place.thread));
}

function savedPlace(key) {
  try {
    return JSON.parse(localStorage.getItem(`phone.${key}`));
  } catch {
    return null;
  }
}

/** The left phone begins with somebody outside every group, the right one with a colleague in the staff group. */
function firstPlace(key) {
  const people = [...world.people.keys()];
  const group = [...world.chats.values()].find((chat) => !chat.private && chat.members.length);
  const outsider = people.find((id) => !world.groupsOf(id).length) ?? people[0];
  if (key === "phoneLeft" || !group) return { person: outsider, chat: outsider, thread: 0 };
  const member = group.members.find((id) => world.people.has(id)) ?? outsider;
  return { person: member, chat: group.id, thread: 0 };
}

/** Where a phone goes when its topic, group or person is gone. */
function refuge({ key, place: { person, chat } }) {
  return [{ person, chat, thread: 0 }, { person, chat: person, thread: 0 }].find(exists) ?? firstPlace(key);
}

/** Where a phone was when the page was last open, if that still exists. */
function place(key) {
  const saved = savedPlace(key);
  return exists(saved) ? saved : firstPlace(key);
}

function drawBar() {
  document.documentElement.lang = locale() === "en-GB" ? "en" : "zh-Hans";
  document.title = t("title");
  const button = (label, onclick, props = {}) => el("button", { type: "button", class: "small", onclick, ...props }, label);
  const count = violations ? `${t("violations")} ${violations}` : t("violations");
  time = clock();
  document.getElementById("bar").replaceChildren(
    el("h1", {}, t("title")),
    el("span", { class: live ? "state live" : "state", role: "status" }, t(live ? "live" : "offline")),
    time.box,
    button(count, () => showViolations().catch(() => {}), { class: violations ? "small bad" : "small" }),
    button(t("faults"), () => showFaults().catch(() => {})),
    button(t("language"), () => {
      switchLanguage();
      drawAll();
    }, { lang: locale() === "en-GB" ? "zh-Hans" : "en" }),
  );
}

function drawTabs() {
  const tab = (key) => {
    const props = { type: "button", role: "tab", id: `tab-${key}`, "aria-controls": key, "aria-selected": String(key === shown), onclick: () => show(key) };
    const { person } = phones[key].place;
    const name = world.people.has(person) ? ` · ${nameOf(world.people.get(person))}` : "";
    return el("button", props, t(key) + name, world.unreadIn(person) > 0 && key !== shown && el("span", { class: "dot" }));
  };
  const tabs = document.getElementById("tabs");
  tabs.replaceChildren(...KEYS.map(tab));
}

function show(key) {
  shown = key;
  document.getElementById("phones").dataset.shown = key;
  drawTabs();
  phones[key].log.toEnd();
  phones[key].readIfSeen();
}

function drawAll() {
  drawBar();
  drawTabs();
  for (const phone of Object.values(phones)) phone.draw();
}

async function watchState() {
  try {
    const state = await api.state();
    const seen = state.violations ?? 0;
    if (seen !== violations) {
      violations = seen;
      drawBar();
    }
  } catch {
    // The connection's own light says so already.
  }
  setTimeout(watchState, STATE_EVERY_MS);
}

world.addEventListener("live", ({ detail }) => {
  if (detail === live) return;
  live = detail;
  drawBar();
});

world.addEventListener("clock", () => {
  time.show();
  for (const phone of Object.values(phones)) phone.log.draw(); // "today" may be another day now
});

world.addEventListener("chats", () => {
  for (const phone of Object.values(phones)) if (!exists(phone.place)) phone.go(refuge(phone));
});

function begin() {
  for (const key of KEYS) {
    phones[key] = new Phone(world, key, place(key), () => phones[KEYS.find((other) => other !== key)]);
    phones[key].element.id = key;
    document.getElementById("phones").append(phones[key].element);
  }
  for (const name of ["chats", "unread", "place"]) world.addEventListener(name, drawTabs);
  document.addEventListener("visibilitychange", () => KEYS.forEach((key) => phones[key].readIfSeen()));
  document.getElementById("phones").dataset.shown = shown;
  drawAll();
  watchState();
}

drawBar();
world.addEventListener("reset", begin, { once: true });
world.open();
