// Why: the pane of the inspector: what the bot asked of Telegram and what it was answered, as it happens, with whatever a
// well-behaved bot would not have sent in red.

import { api } from "../api.js";
import { el, walkable } from "../dom.js";
import { t } from "../words/words.js";
import { CallRow } from "./callrow.js";
import { Ledger } from "./ledger.js";
import { Pane } from "./pane.js";

const ROWS = 200;

export class InspectorPane extends Pane {
  violations = 0;
  wanted = { quiet: 1 }; // what is shown, as the sandbox's log is asked for it; another object for another choice
  after = 0; // up to this number nothing changes any more
  rows = new Map(); // the number of a request -> its row
  methods = new Set();
  ledger = new Ledger();

  constructor(around) {
    super("inspector", around);
    this.world.addEventListener("chats", () => this.#drawChoices());
    this.world.addEventListener("reset", () => this.#begin());
  }

  title() {
    return t("inspector");
  }

  badge() {
    return this.violations;
  }

  draw() {
    const narrow = () => this.#narrow();
    const box = (checked) => el("input", { type: "checkbox", checked: Boolean(checked), onchange: narrow });
    this.chat = el("select", { onchange: narrow });
    this.method = el("select", { onchange: narrow });
    this.polls = box(!this.wanted.quiet);
    this.wrong = box(this.wanted.wrong);
    const labels = [["inspectorChat", this.chat], ["inspectorMethod", this.method], ["inspectorPolls", this.polls], ["inspectorWrong", this.wrong]];
    this.list = walkable(el("ol", { class: "calls", "aria-label": t("inspector") }), "summary");
    this.none = el("p", { class: "soft", hidden: true }, t("inspectorNone"));
    this.ledger.show(this.bot);
    this.element.replaceChildren(
      this.ledger.element,
      el("div", { class: "filters" }, labels.map(([word, field]) => el("label", {}, el("span", {}, t(word)), field))),
      this.none,
      this.list,
    );
    this.#drawChoices();
    this.#begin();
  }

  async look() {
    const { violations } = await api.state();
    if (violations !== this.violations) {
      this.violations = violations;
      this.world.tell("badges");
    }
    if (!this.watched) return;
    await this.#read();
    this.bot = await api.bot();
    this.ledger.show(this.bot);
  }

  /** Only what is new is asked for, and what was still being worked on the last time. */
  async #read() {
    const { wanted } = this;
    const { calls, last } = await api.calls({ ...wanted, after: this.after, limit: ROWS });
    if (wanted !== this.wanted) return; // another choice was made meanwhile
    const working = calls.find((call) => call.took_ms === null);
    this.after = working ? working.n - 1 : last;
    for (const call of calls) this.#show(call);
    this.none.hidden = this.rows.size > 0;
  }

  #show(call) {
    const known = this.rows.get(call.n);
    if (known) return known.show(call);
    const row = new CallRow(call, (chat) => this.chatName(chat));
    this.rows.set(call.n, row);
    this.list.prepend(row.element);
    if (this.rows.size > ROWS) this.#drop(this.rows.keys().next().value);
    if (this.methods.has(call.method)) return;
    this.methods.add(call.method);
    this.#drawChoices();
  }

  #drop(n) {
    this.rows.get(n).element.remove();
    this.rows.delete(n);
  }

  #narrow() {
    const quiet = this.polls.checked ? undefined : 1;
    this.wanted = { chat: this.chat.value || undefined, method: this.method.value || undefined, quiet, wrong: this.wrong.checked ? 1 : undefined };
    this.#begin();
  }

  #begin() {
    if (!this.list) return;
    this.wanted = { ...this.wanted };
    this.after = 0;
    this.rows.clear();
    this.list.replaceChildren();
    this.lookAround();
  }

  #drawChoices() {
    if (!this.list) return;
    const known = [...this.world.chats.values()].filter((chat) => !chat.private || this.world.people.has(chat.id));
    const groupsFirst = known.sort((a, b) => a.private - b.private);
    choices(this.chat, t("inspectorAll"), groupsFirst.map(({ id }) => [id, this.chatName(id)]), this.wanted.chat);
    choices(this.method, t("inspectorAll"), [...this.methods].sort().map((name) => [name, name]), this.wanted.method);
  }
}

/** What can be chosen; left alone when nothing about it changes, so that an open list stays open. */
function choices(select, all, pairs, chosen = "") {
  const options = [["", all], ...pairs];
  const told = JSON.stringify(options);
  if (select.told !== told) select.replaceChildren(...options.map(([value, words]) => el("option", { value }, words)));
  select.told = told;
  select.value = chosen;
}
