// Why: every node of the page is made here, from strings that always become text nodes. Nothing in the page
// ever parses a message as HTML, so a hostile name or text cannot become markup.

const shown = (children) => children.flat(9).filter((child) => child !== null && child !== undefined && child !== false);

/** el("button", {class: "x", onclick: f, "aria-label": "…"}, "text", node, [more]) */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (typeof value === "function") node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...shown(children));
  return node;
}

const SHAPES = {
  attach: "M20 11.5 12.2 19a5 5 0 0 1-7-7l8-7.8a3.3 3.3 0 0 1 4.7 4.7l-8 7.8a1.7 1.7 0 0 1-2.4-2.4l7.2-7",
  back: "M15 5l-7 7 7 7",
  close: "M6 6l12 12M18 6L6 18",
  commands: "M15 4 9 20",
  down: "M12 5v14M6 13l6 6 6-6",
  file: "M6 3h8l5 5v13H6zM14 3v5h5",
  keyboard: "M3 6h18v12H3zM7 10h.1M11 10h.1M15 10h.1M7.5 14h9",
  more: "M5 12h.1M12 12h.1M19 12h.1",
  plus: "M12 5v14M5 12h14",
  send: "M4 12 20 4l-4.5 16-4-6.5zM11.5 13.5 20 4",
};

/** A line drawing that follows the text colour; always decoration, the button around it has the name. */
export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", SHAPES[name]);
  svg.append(path);
  return svg;
}

export function iconButton(name, label, onclick, props = {}) {
  return el("button", { type: "button", class: "round", title: label, "aria-label": label, onclick, ...props }, icon(name));
}

const AHEAD = { ArrowDown: 1, ArrowUp: -1 };
const ASIDE = { ArrowRight: 1, ArrowLeft: -1 };

/** The arrows move along the stops of a list (sideways in a row of tabs or tools); Escape leaves it. */
export function walkable(list, selector, leave = () => {}) {
  const keys = ["tablist", "toolbar"].includes(list.getAttribute("role")) ? ASIDE : AHEAD;
  list.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return leave();
    const step = keys[event.key];
    if (!step) return;
    const stops = [...list.querySelectorAll(selector)];
    const here = stops.indexOf(document.activeElement.closest(selector));
    const next = stops[Math.min(Math.max(here + step, 0), stops.length - 1)];
    if (here >= 0 && next) {
      event.preventDefault();
      event.stopPropagation();
      next.focus();
    }
  });
  return list;
}

/** Puts fresh children into a box; the focus stays on the stop it was on, known by its data-key, else by its place. */
export function redraw(box, ...children) {
  const stops = () => [...box.querySelectorAll("button, select, a")];
  const { activeElement: before } = document;
  const place = stops().indexOf(before);
  box.replaceChildren(...shown(children));
  if (place < 0) return;
  const after = stops();
  const same = before.dataset.key && after.find((stop) => stop.dataset.key === before.dataset.key);
  (same || after[place])?.focus({ preventScroll: true });
}
