// Why: the form for a letter to the join address, as a prospect's mail program would send it.

import { el } from "../dom.js";
import { contentOf } from "../phone/attachments.js";
import { t } from "../words/words.js";

const MOST_BYTES = 18 * 1024 * 1024; // 25 MB once they are written as text

/** The name in quotes, so that a comma or a bracket in it means nothing. */
const sender = (name, address) => `"${name.replace(/["\\]/g, "")}" <${address}>`;

export class MailForm {
  /**
   * For a new letter, or in answer to one by whoever it was written to (`name`). `send(fields)` sends it, `refuse(why)` says
   * why it cannot be sent.
   */
  constructor({ address, answered, name, send, refuse }) {
    Object.assign(this, { address, answered, send, refuse });
    const subject = answered?.subject ?? "";
    const about = !answered || /^re\s*[:：]/i.test(subject) ? subject : `Re: ${subject}`;
    this.name = el("input", { maxlength: 64, autocomplete: "off", value: answered ? name : t("mailWriter") });
    this.writer = el("input", { type: "email", required: true, autocomplete: "off", value: answered?.to[0] ?? t("mailWriterAddress") });
    this.subject = el("input", { maxlength: 200, autocomplete: "off", value: about });
    this.text = el("textarea", { rows: 8, required: true });
    this.files = el("input", { type: "file", multiple: true, hidden: true, onchange: () => this.#drawFiles() });
    this.chosen = el("span", { role: "status" });
  }

  focus() {
    (this.answered ? this.text : this.name).focus();
  }

  /** The form in the page's language; what was filled in stays. */
  draw() {
    const label = (word, field) => el("label", {}, word, field);
    const attach = el("button", { type: "button", class: "small", onclick: () => this.files.click() }, t("attach"));
    this.button = el("button", { class: "main" }, t("mailSend"));
    return el(
      "form",
      { class: "mailform", onsubmit: (event) => this.#submit(event) },
      el("h3", {}, this.answered ? t("mailReply") : t("mailWrite", this.address)),
      label(t("name"), this.name),
      label(t("mailAddress"), this.writer),
      label(t("mailSubject"), this.subject),
      label(t("mailText"), this.text),
      el("p", {}, attach, this.chosen, this.files),
      this.button,
    );
  }

  #drawFiles() {
    this.chosen.replaceChildren([...this.files.files].map(({ name }) => name).join(" · "));
  }

  async #submit(event) {
    event.preventDefault();
    const files = [...this.files.files];
    if (files.reduce((sum, { size }) => sum + size, 0) > MOST_BYTES) return this.refuse(t("mailTooBig"));
    this.button.disabled = true;
    try {
      await this.send({
        from: sender(this.name.value.trim(), this.writer.value.trim()),
        subject: this.subject.value.trim(),
        text: this.text.value,
        attachments: await Promise.all(files.map(contentOf)),
        in_reply_to: this.answered?.n,
      });
    } catch (error) {
      this.refuse(error.message || t("unreachable"));
    }
    this.button.disabled = false;
  }
}
