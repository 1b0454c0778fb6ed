// Why: the bot's own books at a glance: whether anything was lost, and where everything that came in and goes out stands.

import { el, redraw } from "../dom.js";
import { ahead, clockSeconds } from "../time.js";
import { locale, t } from "../words/words.js";

// [word, figure, how it looks when it is not 0]; without a look it is left out while it is 0.
const CAME_IN = ({ updates, inbox }) => [
  ["ledgerTaken", updates.taken, "plain"],
  ["ledgerStored", inbox.stored, "plain"],
  ["ledgerWaiting", inbox.waiting, "busy"],
  ["ledgerSetAside", inbox.set_aside],
  ["ledgerLost", updates.lost, "bad"],
];
const GOES_OUT = ({ outbox }) => [
  ["ledgerPending", outbox.pending, "busy"],
  ["ledgerSending", outbox.sending, "busy"],
  ["ledgerHeld", outbox.held],
  ["ledgerSent", outbox.sent, "plain"],
  ["ledgerUncertain", outbox.uncertain, "odd"],
  ["ledgerFailed", outbox.failed, "odd"],
  ["ledgerCancelled", outbox.cancelled],
];

function verdict({ running, updates }) {
  if (updates.lost > 0) return ["bad", t("ledgerLoss", updates.lost)];
  return running ? ["good", t("ledgerGood")] : ["wait", t("ledgerDown")];
}

function tiles(word, figures) {
  const tile = ([name, count, look]) => el("div", { class: count > 0 ? (look ?? "odd") : "none" }, el("dt", {}, t(name)), el("dd", {}, String(count)));
  const seen = figures.filter(([, count, look]) => look || count > 0);
  return [el("h4", {}, t(word)), el("dl", { class: "tiles" }, seen.map(tile))];
}

export class Ledger {
  #seen = "";

  constructor() {
    this.verdict = el("p", { role: "status" });
    this.books = el("div", {});
    this.element = el("div", { class: "ledger", hidden: true }, this.verdict, this.books);
  }

  /** Shows what is known of the bot behind the sandbox; null: nobody knows of one. */
  show(bot) {
    const seen = JSON.stringify([bot, locale()]);
    if (seen === this.#seen) return;
    this.#seen = seen;
    this.element.hidden = !bot;
    if (!bot) return;
    const [look, words] = verdict(bot);
    if (this.verdict.textContent !== words) this.verdict.replaceChildren(words); // said aloud when it changes
    this.verdict.className = `verdict ${look}`;
    const since = bot.running && el("p", { class: "soft" }, t("ledgerRunning", clockSeconds(bot.started_ms + ahead()), bot.starts));
    redraw(this.books, since, tiles("ledgerIn", CAME_IN(bot)), tiles("ledgerOut", GOES_OUT(bot)));
  }
}
