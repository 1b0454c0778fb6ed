// Why: the six steps of the tour: where each is done, and by which happening in the chats it counts as done. The tour sees
// what a visitor sees, messages, buttons and reactions, so a step is never ticked by a promise.

import { api } from "../api.js";
import { locale, reads, t } from "../words/words.js";

/** People in no group who could hold the prospect's phone, whoever holds it first, and those who read the page's language. */
function prospects({ world, phones: { prospect } }) {
  const all = world.outsiders().sort((a, b) => (b.id === prospect.place.person) - (a.id === prospect.place.person));
  return { all, readers: all.filter(reads) };
}

/** Brings the prospect's phone to the front, held by this person, with words ready to send. */
function hand({ phones: { prospect } }, person, words) {
  if (person) prospect.go({ person: person.id });
  prospect.show();
  if (words) prospect.write(t(words));
}

function toProspect(at, words) {
  const { all, readers } = prospects(at);
  hand(at, readers[0] ?? all[0], words);
}

/** The same with somebody the bot does not know yet: what a person with an open enquiry asks goes straight to the desk. */
async function toNewcomer(at, words) {
  const { world, seen } = at;
  const met = prospects(at).readers.find(({ id }) => id === seen.spoke || !world.chats.has(id));
  const stranger = { first_name: t("tourPerson"), language_code: locale() === "en-GB" ? "en" : "zh-hans" };
  const person = met ?? (await api.addPerson(stranger).catch(() => null));
  if (person !== met) await world.loadChats().catch(() => {});
  hand(at, person, words);
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
  { title: "tourJoin", task: "tourJoinTask", names: ["start"], fact: "answered", go: (at) => toNewcomer(at, "tourJoinWords") },
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

function toldAtDesk({ chat, message }, seen) {
  const { text = "", message_thread_id: thread, message_id: id } = message;
  return {
    card: text.startsWith("🆕") && { chat, thread, message: id },
    reminded: seen.leapt && text.startsWith("⏰"), // others may be waiting as well, and come up by themselves
  };
}

/** The facts an event adds to what was `seen`, by name; one that is false says nothing, null takes it back. `bot` is the bot's id. */
export function facts(event, seen, bot) {
  const { type, chat, message } = event;
  if (type === "bot") return { killed: !event.running };
  if (type === "clock") return { leapt: true };
  if (type === "reaction") return { delivered: chat < 0 && event.reactions.some(({ person, emoji }) => person === bot && emoji === "👌") };
  if (!message) return {};
  const inPrivate = chat > 0; // groups have ids below zero
  if (message.from?.id !== bot) return { waiting: inPrivate && chat, spoke: inPrivate && chat };
  return inPrivate ? toldInPrivate(event, seen) : toldAtDesk(event, seen);
}
