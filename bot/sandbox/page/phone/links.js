// Why: links that stay inside the chat client: one to the bot, or to a topic or a message of a group.

import { choose } from "../dialogs.js";
import { chatLink, safeUrl } from "../text.js";
import { t } from "../words/words.js";
import { threadOf } from "../world.js";
import { nameOf } from "./media.js";

/** Opens a link in this phone; answers whether it was one of the chat client's own. */
export function follow(phone, href) {
  const target = safeUrl(href) && chatLink(safeUrl(href));
  if (!target) return false;
  if (target.bot) return openBot(phone, target);
  if (!phone.world.chats.get(target.chat)?.members.includes(phone.place.person)) phone.toast(t("noAccess"));
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

/** Opens the bot, in a group for whoever it is meant; answers whether it is the bot of this world. */
function openBot(phone, { bot, start }) {
  const known = phone.world.bots.some(({ username }) => username.toLowerCase() === bot.toLowerCase());
  if (known) opener(phone).then((chosen) => chosen && begin(chosen, start));
  return known;
}

/** Who opens a link: a private chat's owner; in a group anybody may, so ask. */
async function opener(phone) {
  if (phone.isPrivate) return phone;
  const phones = [...new Map([...phone.others(), phone].filter((p) => p.person).map((p) => [p.place.person, p])).values()];
  const key = await choose(t("whoOpens"), phones.map((one, n) => [String(n), nameOf(one.person)]));
  return key === "" ? null : phones[Number(key)];
}

async function begin(phone, start) {
  phone.go({ person: phone.place.person });
  phone.show();
  if (start !== null) await phone.send({ text: `/start ${start}`.trim() });
}
