// Why: the six steps of the tour: where each is done, and by which happening in the chats it counts as done. The tour sees
// what a visitor sees, messages, buttons and reactions, so a step is never ticked by a promise.

import { locale, t } from "../words/words.js";

const language = () => (locale() === "en-GB" ? "en" : "zh");

/** Brings the prospect's phone to the front, held by somebody who reads the page's language, with words ready to send. */
function toProspect({ world, phones: { prospect } }, words) {
  const outside = [...world.people.values()].filter(({ id }) => !world.groupsOf(id).length);
  const holder = outside.find(({ id }) => id === prospect.place.person);
  const reads = (person) => person?.language_code?.startsWith(language());
  const person = [holder, ...outside].find(reads) ?? holder ?? outside[0];
  if (person) prospect.go({ person: person.id });
  prospect.show();
  if (words) prospect.write(t(words));
}

/** Brings the colleague's phone to the front, in the topic of the newest enquiry or, with `general`, before all topics. */
function toDesk({ world, phones: { colleague }, seen }, { words, general = false } = {}) {
  const { chat, thread, message } = seen.card ?? {};
  const group = world.chats.get(chat) ?? [...world.chats.values()].find((one) => !one.private);
  const members = group?.members.filter((id) => world.people.has(id)) ?? [];
  if (!members.length) return;
  const person = members.includes(colleague.place.person) ? colleague.place.person : members[0];
  colleague.go({ person, chat: group.id, thread: general ? 0 : (thread ?? 0) });
  colleague.show();
  if (words) colleague.write(t(words));
  else if (message && !general) colleague.jump(message);
}

/** In the order of the tour: its words, `names` of buttons they mention, the fact that ticks it, and what "take me there" does. */
export const STEPS = [
  { title: "tourJoin", task: "tourJoinTask", names: ["start"], fact: "answered", go: (at) => toProspect(at, "tourJoinWords") },
  { title: "tourAsk", task: "tourAskTask", fact: "card", go: (at) => toProspect(at, "tourAskWords") },
  {
    title: "tourWait",
    task: "tourWaitTask",
    names: ["clockMorning"],
    fact: "reminded",
    go: (at) => {
      toDesk(at, { general: true });
      at.dock.open("clock");
    },
  },
  { title: "tourAnswer", task: "tourAnswerTask", fact: "delivered", go: (at) => toDesk(at, { words: "tourAnswerWords" }) },
  {
    title: "tourKill",
    task: "tourKillTask",
    names: ["faultKill"],
    fact: "recovered",
    go: (at) => {
      toProspect(at, "tourKillWords");
      at.dock.open("faults");
    },
  },
  { title: "tourClose", task: "tourCloseTask", fact: "rated", go: (at) => (at.seen.closed ? toProspect(at) : toDesk(at)) },
];

/** Whether a message has a button that carries such data. */
function offers(message, pattern) {
  return (message.reply_markup?.inline_keyboard ?? []).flat().some((button) => pattern.test(button.callback_data));
}

function toldInPrivate({ type, chat, message }, seen) {
  return {
    answered: offers(message, /^q:\d+:yes:/),
    closed: offers(message, /^rate:/),
    rated: type === "edit" && message.text?.includes("★"),
    recovered: seen.killed && chat === seen.waiting,
    waiting: null,
  };
}

function toldAtDesk({ chat, message }) {
  const { text = "", message_thread_id: thread, message_id: id } = message;
  return {
    card: text.startsWith("🆕") && { chat, thread, message: id },
    reminded: text.startsWith("⏰"),
  };
}

/** The facts an event adds to what was `seen`, by name; one that is false says nothing, null takes it back. `bot` is the bot's id. */
export function facts(event, seen, bot) {
  const { type, chat, message } = event;
  if (type === "bot") return { killed: !event.running };
  if (type === "reaction") return { delivered: chat < 0 && event.reactions.some(({ person, emoji }) => person === bot && emoji === "👌") };
  if (!message) return {};
  const inPrivate = chat > 0; // groups have ids below zero
  if (message.from?.id !== bot) return { waiting: inPrivate && chat };
  return inPrivate ? toldInPrivate(event, seen) : toldAtDesk(event);
}
