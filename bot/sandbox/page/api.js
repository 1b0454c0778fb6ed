// Why: the one place that talks to the sandbox's control API; the rest of the page never sees a path or a status.

class Refused extends Error {}

async function call(method, path, body) {
  let response;
  try {
    response = await fetch(`/control/${path}`, {
      method,
      headers: body === undefined ? {} : { "Content-Type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new Refused("");
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok || answer?.ok === false) throw new Refused(answer?.error ?? `HTTP ${response.status}`);
  return answer;
}

const query = (fields) => new URLSearchParams(Object.entries(fields).filter(([, value]) => value !== undefined));
const post = (path) => (body) => call("POST", path, body);

export const api = {
  people: () => call("GET", "people"),
  chats: () => call("GET", "chats"),
  messages: (chat) => call("GET", `messages?chat=${chat}`),
  commands: (chat, person) => call("GET", `commands?chat=${chat}&person=${person}`),
  faults: () => call("GET", "faults"),
  endFault: (id) => call("DELETE", `faults?id=${id}`),
  clearFaults: () => call("DELETE", "faults"),
  calls: (wanted) => call("GET", `calls?${query(wanted)}`),
  bot: () => call("GET", "bot"),
  fired: (since, before) => call("GET", `bot/fired?${query({ since, before })}`),
  killBot: () => call("POST", "bot", { do: "kill" }),
  state: () => call("GET", "state"),
  clock: () => call("GET", "clock"),
  setClock: post("clock"),
  addPerson: post("people"),
  addFault: post("faults"),
  say: post("say"),
  edit: post("edit"),
  press: post("press"),
  delete: post("delete"),
  react: post("react"),
  member: post("member"),
  changeGroup: post("groups/change"),
  addTopic: post("topics"),
  changeTopic: post("topics/change"),
  deleteTopic: post("topics/delete"),
  block: post("block"),
  letters: () => call("GET", "letters"),
  writeLetter: post("letters"),
};

/** Where a letter is, or what is attached to it under an index. */
export const letterUrl = (n, index) => (index === undefined ? `/control/letters/${n}` : `/control/letters/${n}/${index}`);

export const fileUrl = (id) => `/control/files/${encodeURIComponent(id)}`;

const KINDS = ["message", "edit", "delete", "reaction", "answer", "topic", "chat", "typing", "clock", "letter", "bot"];

/**
 * Follows the events after number `after`. EventSource reconnects by itself with Last-Event-ID; when the browser
 * gives up (an HTTP error instead of a stream) or the world began anew, a fresh stream is opened by the caller,
 * told through `lost`.
 */
export function follow(after, { event, live, lost }) {
  const source = new EventSource(`/control/events?after=${after}`);
  const take = (raw) => event(JSON.parse(raw.data));
  source.onmessage = take;
  for (const kind of KINDS) if (kind !== "message") source.addEventListener(kind, take);
  let broken = false;
  source.onopen = () => {
    live(true);
    if (broken) lost();
    broken = false;
  };
  source.onerror = () => {
    live(false);
    broken = true;
    if (source.readyState === EventSource.CLOSED) setTimeout(lost, 2000);
  };
  return () => source.close();
}
