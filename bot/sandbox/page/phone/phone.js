// Why: one phone: whose it is, which chat it shows, and what happens when its owner writes, presses or opens
// something. Three of them stand side by side and share nothing but the world.

import { api } from "../api.js";
import { newPerson } from "../dialogs.js";
import { t } from "../words/words.js";
import { Composer } from "./composer.js";
import { groupItems } from "./groupmenu.js";
import { follow } from "./links.js";
import { Log } from "./log.js";
import * as places from "./places.js";
import { press } from "./press.js";
import { Screen } from "./screen.js";

export class Phone extends Screen {
  prompted = new Set(); // "person:chat:message" of prompts already put before somebody

  /** `place` is {person, chat, thread} to begin with; `others()` answers the other phones; `show()` brings this one to the front. */
  constructor({ world, key, place, others, show }) {
    const log = new Log(world, () => this.view());
    const composer = new Composer({
      send: (words) => this.send(words),
      edit: (message, fields) => this.attempt(() => api.edit({ ...this.about(message), ...fields })),
      lastOwn: () => log.messages().filter((m) => m.from?.id === this.place.person && (m.text ?? m.caption)).pop(),
      commands: () => api.commands(this.place.chat, this.place.person).catch(() => []),
      toast: (text) => this.toast(text),
      leave: () => log.focusNewest(),
    });
    super(world, key, log, composer);
    Object.assign(this, { place, others, show });
    const listen = (name, run) => world.addEventListener(name, ({ detail }) => run(detail));
    listen("reset", () => this.draw());
    listen("chats", () => {
      this.drawTop();
      this.drawAround();
      if (this.person) this.drawFoot(); // blocked or not, from wherever that was done
    });
    listen("clock", () => this.log.draw()); // "today" may be another day now
    listen("unread", () => this.drawAround());
    listen("room", ({ chat }) => chat === this.place.chat && this.drawRoom());
    listen("change", (event) => this.#changed(event));
    listen("typing", (event) => this.#typing(event));
  }

  get chat() {
    return this.world.chats.get(this.place.chat);
  }

  get person() {
    return this.world.people.get(this.place.person);
  }

  get isPrivate() {
    return this.place.chat === this.place.person;
  }

  view() {
    const { person, chat, thread } = this.place;
    const { forum = false, admins = [], reactions } = this.chat ?? {};
    return { chat, thread, me: person, group: !this.isPrivate, forum, reactions, admin: admins.includes(person), on: this };
  }

  /** Shows another place; a person's own private chat when only the person is named. */
  go(change) {
    this.place = { ...this.place, thread: 0, ...(change.person ? { chat: change.person } : {}), ...change };
    places.save(this.key, this.place);
    this.element.dataset.view = "room";
    this.hush();
    this.draw();
    this.world.tell("place");
  }

  /** Another person takes this phone; in a group they are in as well, it stays where it is. */
  become(person) {
    const stays = this.chat && !this.chat.private && this.chat.members.includes(person);
    this.go(stays ? { person, chat: this.place.chat, thread: this.place.thread } : { person });
  }

  /** Leaves a place that is gone. */
  flee() {
    if (!this.world.has(this.place)) this.go(places.refuge(this.world, this.key, this.place));
  }

  /** Puts a draft into the writing box; where that does not stand yet, the draft waits for it. */
  write(text) {
    this.composer.write(this.spot, text);
  }

  // What came in

  #changed(event) {
    if (event.chat !== this.place.chat) return this.drawAround();
    this.log.change(event);
    const { message } = event;
    if (event.type === "message" && message.from?.is_bot) this.quiet();
    if (event.type === "message" || event.type === "delete") this.drawFoot();
    if (event.type === "delete") this.composer.forget(event.messages);
    this.answerPrompt();
    this.readIfSeen();
    this.drawAround();
  }

  readIfSeen() {
    const seen = document.visibilityState === "visible" && this.log.element.offsetParent !== null;
    if (seen) this.world.read(this.place.person, this.place.chat, this.place.thread);
  }

  #typing({ chat, thread }) {
    const here = chat === this.place.chat && (!this.view().forum || (thread ?? 0) === this.place.thread);
    if (here) this.showTyping();
  }

  // What the owner does

  /** Runs a call; a refusal is shown and answered with false. */
  async attempt(call) {
    try {
      return (await call()) ?? true;
    } catch (error) {
      this.toast(error.message || t("unreachable"));
      return false;
    }
  }

  about(message) {
    return { from: this.place.person, chat: this.place.chat, message: message.message_id };
  }

  send(words) {
    const { person, chat, thread } = this.place;
    return this.attempt(() => api.say({ from: person, chat, thread: thread || undefined, ...words }));
  }

  command(text) {
    return this.send({ text });
  }

  reply(message) {
    this.composer.reply(message);
  }

  /** A prompt the bot sent last (force_reply) asks those it is meant for to answer it, once. */
  answerPrompt() {
    const last = this.log.messages().pop();
    const key = `${this.place.person}:${this.place.chat}:${last?.message_id}`;
    const { force_reply: asks, selective } = last?.reply_markup ?? {};
    const meant = !selective || last.reply_to_message?.from?.id === this.place.person;
    if (!asks || !meant || this.prompted.has(key)) return;
    this.prompted.add(key);
    this.composer.reply(last, this.element.contains(document.activeElement));
  }

  edit(message) {
    this.composer.edit(message);
  }

  remove(message) {
    const { person, chat } = this.place;
    return this.attempt(() => api.delete({ from: person, chat, messages: [message.message_id] }));
  }

  jump(id) {
    if (!this.log.jump(id)) this.toast(t("gone"));
  }

  react(message, emoji) {
    return this.attempt(() => api.react({ ...this.about(message), emoji }));
  }

  async copy(text) {
    await navigator.clipboard?.writeText(text).then(() => this.toast(t("copied")), () => {});
  }

  press(message, button, key) {
    return press(this, message, button, key);
  }

  /** Takes care of links that stay inside the chat client; answers whether it did. */
  link(href) {
    return follow(this, href);
  }

  async block(blocked) {
    await this.attempt(() => api.block({ person: this.place.person, blocked }));
    await this.attempt(() => this.world.loadChats());
  }

  groupItems() {
    const topic = this.chat.topics.find((one) => one.thread === this.place.thread);
    const items = groupItems({ person: this.place.person, chat: this.chat, topic, bot: this.world.bots[0].id });
    return items.map(([label, run]) => [label, () => this.attempt(run)]);
  }

  async addPerson() {
    const person = await newPerson().catch((error) => this.toast(error.message));
    if (!person) return;
    await this.attempt(() => this.world.loadChats());
    this.go({ person: person.id });
  }
}
