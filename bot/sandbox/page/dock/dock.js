// Why: the panel beside the phones for everything that is no chat: a row of tabs, one pane at a time. What a pane shows is
// its own business; the dock opens and closes it and gives it back its focus.

import { el, iconButton, redraw, walkable } from "../dom.js";
import { t } from "../words/words.js";

export class Dock {
  /** `panes` in the order of their tabs. Tells the world "dock" when it opens, turns to another pane or closes. */
  constructor(world, panes) {
    Object.assign(this, { world, panes, pane: panes[0] });
    this.tabs = walkable(el("div", { class: "panetabs", role: "tablist" }), "button");
    this.body = el("div", { class: "panebody" });
    this.head = el("header", {}, this.tabs, (this.shut = iconButton("close", "", () => this.close())));
    this.element = el("aside", { id: "dock", hidden: true, onkeydown: (event) => this.#key(event) }, this.head, this.body);
    for (const { key, element } of panes) {
      element.id = `pane-${key}`;
      element.setAttribute("role", "tabpanel");
      element.setAttribute("aria-labelledby", `panetab-${key}`);
    }
    world.addEventListener("badges", () => this.#drawTabs());
  }

  get isOpen() {
    return !this.element.hidden;
  }

  /** Whether it lies over the phones, for want of room. */
  get isOver() {
    return getComputedStyle(this.element).position === "absolute";
  }

  /** Whether this pane is the one that is open. */
  shows(key) {
    return this.isOpen && this.pane.key === key;
  }

  /** Opens a pane (the last one without a key) and moves the focus to its tab. */
  open(key = this.pane.key) {
    const pane = this.panes.find((one) => one.key === key);
    if (!pane) return;
    if (!this.shows(key)) {
      if (this.isOpen) this.pane.shown?.(false);
      this.pane = pane;
      this.element.hidden = false;
      this.body.replaceChildren(pane.element);
      this.draw();
      pane.shown?.(true);
      this.world.tell("dock");
    }
    this.tabs.querySelector('[aria-selected="true"]').focus();
  }

  /** Closes it; the focus, if it was inside, goes back to the button in the bar, or at phone width to the tab of the phone. */
  close() {
    if (!this.isOpen) return;
    const inside = this.element.contains(document.activeElement);
    this.element.hidden = true;
    this.pane.shown?.(false);
    this.world.tell("dock");
    if (!inside) return;
    for (const way of [`#bar [data-key="${this.pane.key}"]`, '#tabs [aria-selected="true"]']) document.querySelector(way)?.focus();
  }

  /** Opens a pane, or closes it when it is the one that is open. */
  toggle(key) {
    if (this.shows(key)) this.close();
    else this.open(key);
  }

  /** Draws everything anew: opened, or another language. */
  draw() {
    this.element.setAttribute("aria-label", t("dock"));
    this.tabs.setAttribute("aria-label", t("dock"));
    this.shut.setAttribute("aria-label", t("close"));
    this.shut.title = t("close");
    this.#drawTabs();
    if (this.isOpen) this.pane.draw();
  }

  #drawTabs() {
    const tab = (pane) => {
      const selected = pane === this.pane;
      const props = { "aria-selected": String(selected), "aria-controls": selected ? `pane-${pane.key}` : null, tabindex: selected ? 0 : -1 };
      const key = { id: `panetab-${pane.key}`, "data-key": pane.key, role: "tab", type: "button" };
      return el("button", { ...key, ...props, onclick: () => this.open(pane.key) }, pane.title(), count(pane));
    };
    redraw(this.tabs, this.panes.map(tab));
  }

  #key(event) {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.preventDefault();
    this.close();
  }
}

/** The number on a pane's tab or button, or nothing. */
export function count(pane) {
  const number = pane.badge?.() ?? 0;
  return number > 0 && el("span", { class: "unread" }, String(number));
}
