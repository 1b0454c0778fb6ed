// Why: the page's copy of the sandbox's world. The phones and panes read from it; it is filled by the first load and kept
// true by the events. What differs between server answers and what the page wants is smoothed out here only.

import { Answers } from "./answers.js";
import { api, follow } from "./api.js";
import { setOffset } from "./time.js";
import { Unread } from "./unread.js";

/** The thread a message is shown under: 0 is a plain chat or a forum's General topic. */
export const threadOf = (message) => (message.is_topic_message ? message.message_thread_id : 0);

const CHANGES = new Set(["message", "edit", "delete", "reaction"]);
const PASSED_ON = new Set(["typing", "letter", "bot"]); // what nobody needs kept here
const RUNNING = new Set(["creator", "administrator"]);
const HERE = new Set(["creator", "administrator", "member", "restricted"]);

function chatOf(raw) {
  return {
    id: raw.id,
    private: raw.type === "private",
    title: raw.title,
    forum: Boolean(raw.is_forum),
    supergroup: raw.type === "supergroup",
    members: raw.members.filter(({ status }) => HERE.has(status)).map(({ id }) => id),
    admins: raw.members.filter(({ status }) => RUNNING.has(status)).map(({ id }) => id),
    botAdministers: raw.bot === "administrator",
    withheld: raw.withheld,
    topics: raw.topics,
    blocked: raw.blocked,
    reactions: raw.available_reactions, // null: all
  };
}

export class World extends EventTarget {
  people = new Map();
  chats = new Map();
  bots = [];
  rooms = new Map(); // chat id -> {messages: Map, loading, late: events that came while loading}
  newest = new Map(); // "chat:thread" -> the last message there, as far as it is known
  answers = new Answers();
  last = 0;
  #unread = new Unread();
  #stop = () => {};

  tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  /** Loads everything anew and follows the events from there. */
  async open() {
    this.#stop();
    try {
      const [state, clock] = await Promise.all([api.state(), api.clock()]);
      if (this.began && this.began !== state.began_ms) return location.reload(); // another world: nothing here is true of it
      setOffset(clock.offset_ms);
      this.bots = state.bots;
      this.began = state.began_ms;
      this.last = state.last;
      this.rooms.clear();
      await this.loadChats();
    } catch {
      this.tell("live", false);
      setTimeout(() => this.open(), 2000);
      return;
    }
    this.#stop = follow(this.last, {
      event: (event) => this.apply(event),
      live: (yes) => this.tell("live", yes),
      lost: () => this.open(),
    });
    this.tell("reset");
  }

  async loadChats() {
    const [people, chats] = await Promise.all([api.people(), api.chats()]);
    this.people = new Map(people.map((person) => [person.id, person]));
    this.chats = new Map(chats.filter((chat) => !chat.migrated_to).map((chat) => [chat.id, chatOf(chat)]));
    this.tell("chats");
  }

  /** The messages of a chat; asks for them the first time and tells "room" when they are there. */
  room(chat) {
    if (!this.rooms.has(chat)) this.#loadRoom(chat);
    return this.rooms.get(chat);
  }

  /** Resolves once the messages of a chat are here. */
  async loaded(chat) {
    while (this.room(chat).loading) await new Promise((resolve) => this.addEventListener("room", resolve, { once: true }));
  }

  async #loadRoom(chat) {
    const room = { messages: new Map(), loading: true, late: [] };
    this.rooms.set(chat, room);
    const messages = await api.messages(chat).catch(() => []);
    for (const message of messages) {
      room.messages.set(message.message_id, message);
      this.#remember(message);
    }
    room.loading = false;
    for (const event of room.late) this.#applyTo(room, event);
    this.tell("room", { chat });
  }

  apply(event) {
    if (event.n) this.last = event.n;
    const room = this.rooms.get(event.chat);
    if (event.type === "answer") {
      this.answers.take(event);
    } else if (event.type === "clock") {
      setOffset(event.offset_ms);
      this.tell("clock", event);
    } else if (event.type === "topic" || event.type === "chat") {
      this.#reloadChatsSoon();
    } else if (PASSED_ON.has(event.type)) {
      this.tell(event.type, event);
    } else if (CHANGES.has(event.type)) {
      if (event.type === "message") this.#count(event.message);
      if (room?.loading) room.late.push(event);
      else if (room) this.#applyTo(room, event);
      this.tell("change", event);
      if (event.type === "message") this.tell("unread");
    }
  }

  #applyTo({ messages }, event) {
    const old = messages.get(event.message_id);
    if (event.type === "delete") for (const id of event.messages) messages.delete(id);
    else if (event.type === "reaction") old && messages.set(old.message_id, { ...old, reactions: event.reactions });
    else messages.set(event.message.message_id, event.message);
  }

  #reload = 0;
  #reloadChatsSoon() {
    clearTimeout(this.#reload);
    this.#reload = setTimeout(() => this.loadChats().catch(() => {}), 50);
  }

  #remember(message) {
    this.newest.set(`${message.chat.id}:${threadOf(message)}`, message.message_id);
  }

  /** The topics of a group as a chat client lists them: the liveliest first, closed ones at the end. */
  topicsOf({ id, topics }) {
    const last = ({ thread }) => this.newest.get(`${id}:${thread}`) ?? thread; // a topic's number is its first message's
    return topics.toSorted((a, b) => a.closed - b.closed || last(b) - last(a));
  }

  #count(message) {
    this.#remember(message);
    const chat = message.chat.id;
    const moved = message.new_chat_members || message.left_chat_member || message.migrate_to_chat_id;
    if (moved || !this.chats.has(chat)) this.#reloadChatsSoon();
    const readers = this.people.has(chat) ? [chat] : (this.chats.get(chat)?.members ?? []);
    for (const reader of readers) if (reader !== message.from?.id) this.#unread.add(reader, chat, threadOf(message));
  }

  /** How much somebody has not read: anywhere, in a chat, or in a topic. What stood in a topic that is gone cannot be read. */
  unreadIn(person, chat, thread) {
    const within = (place) => (chat ?? place.chat) === place.chat && (thread ?? place.thread) === place.thread;
    return this.#unread.sum((place) => place.person === person && within(place) && this.has(place));
  }

  read(person, chat, thread) {
    if (this.#unread.clear(person, chat, thread)) this.tell("unread");
  }

  groupsOf(person) {
    return [...this.chats.values()].filter((chat) => !chat.private && chat.members.includes(person));
  }

  /** People in no group. */
  outsiders() {
    return [...this.people.values()].filter(({ id }) => !this.groupsOf(id).length);
  }

  /** Whether there is such a person, and the chat is their own or a group they are in, with that topic. */
  has({ person, chat, thread }) {
    if (!this.people.has(person)) return false;
    if (chat === person) return true;
    const group = this.groupsOf(person).find(({ id }) => id === chat);
    return Boolean(group) && (!thread || group.topics.some((topic) => topic.thread === thread));
  }

  isBlocked(person) {
    return Boolean(this.chats.get(person)?.blocked);
  }

  botName(fallback) {
    return this.bots[0]?.first_name ?? fallback;
  }
}
