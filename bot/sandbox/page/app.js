// Why: puts the page together: the bar, the tour, the three phones and the dock, and at phone width the tabs between them.

import { Bar } from "./bar.js";
import { ClockPane } from "./dock/clock.js";
import { Dock } from "./dock/dock.js";
import { FaultsPane } from "./dock/faults.js";
import { InspectorPane } from "./dock/inspector.js";
import { MailPane } from "./dock/mail.js";
import { el, redraw, walkable } from "./dom.js";
import { Phone } from "./phone/phone.js";
import * as places from "./phone/places.js";
import { Tour } from "./tour/tour.js";
import { switchLanguage, t } from "./words/words.js";
import { World } from "./world.js";

const KEYS = ["prospect", "contact", "colleague"];
const PANES = [MailPane, ClockPane, FaultsPane, InspectorPane]; // in the order of their tabs

const world = new World();
const phones = {};
const stage = document.getElementById("stage");
const tabs = walkable(document.getElementById("tabs"), "button");
let front = "prospect"; // the phone that is to be seen at phone width, unless the dock is open

const dock = new Dock(world, PANES.map((Pane) => new Pane({ world, phones })));
const tour = new Tour({ world, phones, dock });
const bar = new Bar(world, dock, () => {
  switchLanguage();
  drawAll();
});

function drawTabs() {
  const shown = dock.isOpen ? "dock" : front;
  stage.dataset.shown = shown;
  const tab = (key, label, unread, onclick) => {
    const props = { type: "button", role: "tab", "data-key": key, "aria-controls": key, "aria-selected": String(key === shown), onclick };
    return el("button", props, el("span", {}, label), unread > 0 && key !== shown && el("span", { class: "unread", "aria-label": t("unread", unread) }, unread));
  };
  const phoneTab = (key) => tab(key, t(key), world.unreadIn(phones[key].place.person), () => show(key));
  tabs.setAttribute("aria-label", t("title"));
  redraw(tabs, Object.keys(phones).map(phoneTab), tab("dock", t("dock"), 0, () => dock.open()));
}

/** Brings a phone to the front; where they stand side by side they all are, unless the dock lies over them. */
function show(key) {
  front = key;
  if (dock.isOver) dock.close();
  drawTabs();
  phones[key].log.end.go();
  phones[key].readIfSeen();
}

function drawAll() {
  bar.draw();
  tour.draw();
  dock.draw();
  drawTabs();
  for (const phone of Object.values(phones)) phone.draw();
}

function begin() {
  for (const key of KEYS) {
    const others = () => KEYS.filter((one) => one !== key).map((one) => phones[one]);
    phones[key] = new Phone({ world, key, place: places.begin(world, key), others, show: () => show(key) });
    document.getElementById("phones").append(phones[key].element);
  }
  for (const name of ["chats", "unread", "place", "dock"]) world.addEventListener(name, drawTabs);
  world.addEventListener("chats", () => Object.values(phones).forEach((phone) => phone.flee()));
  document.addEventListener("visibilitychange", () => KEYS.forEach((key) => phones[key].readIfSeen()));
  drawAll();
}

document.getElementById("bar").after(tour.element);
stage.append(dock.element);
bar.draw();
world.addEventListener("reset", begin, { once: true });
world.open();
