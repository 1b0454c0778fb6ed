// Why: one request of the bot in the inspector: a line that says what became of it, and behind it everything as JSON.

import { el, redraw } from "../dom.js";
import { clockSeconds } from "../time.js";
import { t } from "../words/words.js";

const SHOWN = 1500; // characters; the rest at a tap

/** The chat a request names, if it is a number. */
const chatOf = ({ parameters }) => Number(parameters.chat_id) || null;

/** What came back, in a word: the status, or that the connection was cut; nothing while the sandbox works on it. */
function outcome({ status, fault, took_ms: took }) {
  if (took === null) return "…";
  return fault?.includes("cut") || status === null ? t("callCut") : String(status);
}

function look({ status, fault, violations }) {
  if (violations.length) return "wrong";
  if (fault) return "struck";
  return status === null || status === 200 ? "well" : "refused";
}

export class CallRow {
  /** `chatName(id)` answers what a chat is called. */
  constructor(call, chatName) {
    this.chatName = chatName;
    this.summary = el("summary", {});
    this.body = el("div", {});
    this.details = el("details", { ontoggle: () => this.#drawBody() }, this.summary, this.body);
    this.element = el("li", {}, this.details);
    this.show(call);
  }

  /** Shows the request as it is known now; nothing is touched when it is known already. */
  show(call) {
    if (this.call && this.call.took_ms === call.took_ms) return;
    this.call = call;
    this.details.className = look(call);
    const chat = chatOf(call);
    const took = call.took_ms === null ? "" : `${call.took_ms} ms`;
    this.summary.replaceChildren(
      el("b", {}, call.method),
      el("span", { class: "outcome" }, call.fault && el("i", {}, t("callFault")), outcome(call)),
      el("small", {}, [clockSeconds(call.time_ms), chat && this.chatName(chat), took].filter(Boolean).join(" · ")),
      ...call.violations.map((what) => el("strong", {}, what)),
    );
    this.#drawBody();
  }

  #drawBody() {
    if (!this.details.open) return;
    const { parameters, answer, fault } = this.call;
    const copy = ({ target }) => navigator.clipboard?.writeText(pretty(this.call)).then(() => target.replaceChildren(t("copied")), () => {});
    redraw(
      this.body,
      fault && [el("h4", {}, t("callFault")), el("code", {}, fault)],
      el("h4", {}, t("callAsked")),
      json(parameters),
      el("h4", {}, t("callAnswer")),
      json(answer),
      el("button", { type: "button", class: "small", "data-key": "copy", onclick: copy }, t("callCopy")),
    );
  }
}

const pretty = (value) => JSON.stringify(value, null, 2);

/** A value to read; a long one is cut until somebody asks for all of it. */
function json(value) {
  const text = pretty(value);
  const pre = el("pre", { tabindex: 0 }, text.slice(0, SHOWN));
  if (text.length <= SHOWN) return pre;
  const all = () => {
    pre.textContent = text;
    more.remove();
    pre.focus();
  };
  const more = el("button", { type: "button", class: "small", onclick: all }, t("callAll", text.length));
  return [pre, more];
}
