// Why: keeps a list of messages at its end while new ones come and pictures load, unless the reader went up; then a button
// says how many came meanwhile and leads back.

import { el, icon, iconButton } from "../dom.js";
import { t } from "../words/words.js";

const NEAR_PX = 120;

export class End {
  isHere = true; // whether the reader is at the end
  #missed = 0;
  #top = 0;

  constructor(list) {
    this.list = list;
    this.button = iconButton("down", "", () => this.go(), { class: "round todown", hidden: true });
    list.addEventListener("scroll", () => this.#scrolled());
    list.addEventListener("load", () => this.keep(), true); // a picture made room for itself
    new ResizeObserver(() => this.keep()).observe(list); // the writing box below grows
  }

  #scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.list;
    const before = this.isHere;
    this.isHere = scrollHeight - scrollTop - clientHeight < NEAR_PX || (before && scrollTop >= this.#top); // growing below is no going up
    this.#top = scrollTop;
    if (this.isHere) this.#missed = 0;
    if (this.isHere !== before) this.draw();
  }

  go() {
    this.list.scrollTop = this.list.scrollHeight;
    this.isHere = true;
    this.#missed = 0;
    this.#top = this.list.scrollTop;
    this.draw();
  }

  keep() {
    if (this.isHere) this.go();
  }

  /** Something came at the end. */
  came() {
    if (this.isHere) return this.go();
    this.#missed += 1;
    this.draw();
  }

  draw() {
    const label = this.#missed ? t("newMessages", this.#missed) : t("newest");
    this.button.setAttribute("aria-label", label);
    this.button.title = label;
    this.button.replaceChildren(icon("down"), this.#missed ? el("span", { class: "unread" }, String(this.#missed)) : "");
    this.button.hidden = this.isHere;
  }
}
