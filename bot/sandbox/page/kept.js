// Why: what the page remembers from one visit to the next.

/** What was kept under a name; null when that is nothing, or nothing that can be read. */
export function recall(name) {
  try {
    return JSON.parse(localStorage.getItem(name));
  } catch {
    return null;
  }
}

export const keep = (name, value) => localStorage.setItem(name, JSON.stringify(value));
