// Why: links that stay inside the chat client: a start link, or one to a topic or a message of a group.

import { choose } from "./dialogs.js";
import { nameOf } from "./media.js";
import { chatLink, safeUrl } from "./text.js";
import { t } from "./words.js";
import { threadOf } from "./world.js";

/** Opens a link in this phone; answers whether it was one of the chat client's own. */
export function follow(phone, href) {
  const target = safeUrl(href) && chatLink(safeUrl(href));
  if (!target) return false;
  if (target.start !== undefined) openStart(phone, target.start);
  else if (!phone.world.chats.get(target.chat)?.members.includes(phone.place.person)) phone.toast(t("noAccess"));
  else openPlace(phone, target);
  return true;
}

/** Opens a topic or a message; the link may leave out the topic a message is in. */
async function openPlace(phone, { chat, thread, message, place }) {
  const { world } = phone;
  const isTopic = (one) => world.chats.get(chat).topics.some((topic) => topic.thread === one);
  const wanted = message ?? (isTopic(place) ? undefined : place);
  await world.loaded(chat);
  const found = world.room(chat).messages.get(wanted);
  const room = found ? threadOf(found) : (thread ?? place);
  phone.go({ chat, thread: isTopic(room) ? room : 0 });
  if (wanted) phone.jump(wanted);
}

/** A start link in a group may be meant for either person: ask; in the private chat it is plain. */
async function openStart(phone, payload) {
  const text = `/start ${payload}`.trim();
  if (phone.isPrivate) return phone.send({ text });
  const phones = [...new Map([phone, phone.other()].filter((p) => p.person).map((p) => [p.place.person, p])).values()];
  const key = phones.length < 2 ? "0" : await choose(t("whoOpens"), phones.map((one, n) => [String(n), nameOf(one.person)]));
  const chosen = phones[Number(key)];
  if (key === "" || !chosen) return;
  chosen.go({ person: chosen.place.person });
  await chosen.send({ text });
}
