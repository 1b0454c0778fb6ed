// Why: what nobody has read yet, counted for every person by the place it stands in, so that all badges say the same.

export class Unread {
  #counted = new Map(); // "person:chat:thread" -> {person, chat, thread, count}

  add(person, chat, thread) {
    const key = `${person}:${chat}:${thread}`;
    const count = 1 + (this.#counted.get(key)?.count ?? 0);
    this.#counted.set(key, { person, chat, thread, count });
  }

  /** Answers whether there was anything to read. */
  clear(person, chat, thread) {
    return this.#counted.delete(`${person}:${chat}:${thread}`);
  }

  /** How many at the places that are `wanted(place)`. */
  sum(wanted) {
    return [...this.#counted.values()].filter(wanted).reduce((sum, { count }) => sum + count, 0);
  }
}
