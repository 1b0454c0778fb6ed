// Why: the pane of the faults: Telegram and the bot go wrong at a tap, and the bot's books show that nothing was lost.

import { api } from "../api.js";
import { el, redraw } from "../dom.js";
import { t } from "../words/words.js";
import { Ledger } from "./ledger.js";
import { Pane } from "./pane.js";

// Most strike what is sent: others, such as the ever-repeated getUpdates, would use a fault up before anybody sees it.
const FAULTS = [
  ["faultSlow", { times: null, do: { slow: 3 } }],
  ["fault429", { method: "send*", do: { status: 429, retry_after: 10 } }],
  ["fault502", { method: "send*", times: 3, do: { status: 502 } }],
  ["faultCutBefore", { method: "send*", do: { cut: "body" } }],
  ["faultCutAfter", { method: "send*", do: { cut: "acted" } }],
];

/** A fault's name: the words on its button, or what it does when it was ordered elsewhere. */
function titleOf({ method, do: deed }) {
  const told = JSON.stringify(deed);
  const known = FAULTS.find(([, fault]) => JSON.stringify(fault.do) === told && (fault.method ?? "*") === method);
  return known ? t(known[0]) : `${method} ${told}`;
}

export class FaultsPane extends Pane {
  faults = [];
  ledger = new Ledger();

  constructor(around) {
    super("faults", around);
    for (const name of ["chats", "place"]) this.world.addEventListener(name, () => this.#drawPeople());
  }

  title() {
    return t("faults");
  }

  badge() {
    return this.faults.length;
  }

  draw() {
    this.active = el("div", { class: "active" });
    this.people = el("div", { class: "stack" });
    this.kill = this.act(t("faultKill"), () => api.killBot(), { hidden: !this.bot, class: "danger" });
    this.ledger.show(this.bot);
    this.element.replaceChildren(
      this.ledger.element,
      el("h3", {}, t("faultsTelegram")),
      el("div", { class: "stack" }, FAULTS.map(([word, fault]) => this.act(t(word), () => api.addFault(fault)))),
      this.active,
      el("h3", {}, t("faultsPeople")),
      this.kill,
      this.people,
      this.refusal,
    );
    this.#drawActive();
    this.#drawPeople();
  }

  async look() {
    const faults = await api.faults();
    const changed = JSON.stringify(faults) !== JSON.stringify(this.faults);
    const counted = faults.length !== this.faults.length;
    this.faults = faults;
    if (changed) this.#drawActive();
    if (counted) this.world.tell("badges");
    if (!this.watched) return;
    this.bot = await api.bot();
    this.kill.hidden = !this.bot;
    this.ledger.show(this.bot);
  }

  #drawActive() {
    if (!this.active) return;
    const clear = this.act(t("faultClear"), () => api.clearFaults(), { "data-key": "clear" });
    const list = el("ul", {}, this.faults.map((fault) => this.#fault(fault)));
    const inside = this.active.contains(document.activeElement);
    redraw(this.active, this.faults.length > 0 && [el("h4", {}, t("faultsActive")), list, clear]);
    if (inside && !this.faults.length) this.element.querySelector("button").focus();
  }

  #fault({ id, times, happened, ...fault }) {
    const left = times === null ? t("faultUntilCleared") : t("faultLeft", times - happened);
    const words = el("span", {}, el("b", {}, titleOf(fault)), el("small", {}, `${left} · ${t("faultHappened", happened)}`));
    const end = this.act(t("faultEnd"), () => api.endFault(id), { "data-key": `end${id}`, "aria-label": `${t("faultEnd")} ${titleOf(fault)}` });
    return el("li", {}, words, end);
  }

  /** Whoever the phones belong to at the moment can block the bot, and take it back. */
  #drawPeople() {
    if (!this.people) return;
    const people = [...new Set(Object.values(this.phones).map((phone) => phone.place.person))].filter((id) => this.world.people.has(id));
    redraw(this.people, people.map((person) => this.#person(person)));
  }

  #person(person) {
    const blocked = this.world.isBlocked(person);
    const turn = () => api.block({ person, blocked: !blocked });
    const state = el("i", {}, t(blocked ? "faultBlocked" : "faultReachable"));
    return this.act([t("faultBlocks", this.chatName(person)), state], turn, { role: "switch", "aria-checked": String(blocked), "data-key": `person${person}` });
  }
}
