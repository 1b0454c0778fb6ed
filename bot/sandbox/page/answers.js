// Why: what the bot answers to pressed buttons: it may come before the press itself is confirmed, later, or never.

const WAIT_MS = 15_000;
const KEPT = 100;

export class Answers {
  #came = new Map(); // query id -> answer, the last ones
  #waiting = new Map(); // query id -> who is to be told

  take(answer) {
    this.#came.set(answer.query_id, answer);
    if (this.#came.size > KEPT) this.#came.delete(this.#came.keys().next().value);
    this.#waiting.get(answer.query_id)?.(answer);
  }

  /** What the bot answers to a pressed button, or null when it stays silent. */
  async to(query) {
    if (this.#came.has(query)) return this.#came.get(query);
    let timer;
    const answer = await new Promise((resolve) => {
      this.#waiting.set(query, resolve);
      timer = setTimeout(() => resolve(null), WAIT_MS);
    });
    clearTimeout(timer);
    this.#waiting.delete(query);
    return answer;
  }
}
