// Why: where each phone begins. Every phone opens where it was when the page was last open; the first time, the prospect
// and the contact are people outside every group, best such as read the page's language, and the colleague is in the staff
// group.

import { keep, recall } from "../kept.js";
import { reads } from "../words/words.js";

/** Remembers where a phone is. */
export const save = (key, place) => keep(`phone.${key}`, place);

function first(world, key) {
  const people = [...world.people.keys()];
  const outsiders = world.outsiders().sort((one, other) => reads(other) - reads(one));
  const group = [...world.chats.values()].find((chat) => !chat.private && chat.members.some((id) => world.people.has(id)));
  if (key === "colleague" && group) return { person: group.members.find((id) => world.people.has(id)), chat: group.id, thread: 0 };
  const nth = ["prospect", "contact", "colleague"].indexOf(key);
  const person = (outsiders[nth] ?? outsiders[0])?.id ?? people[nth] ?? people[0];
  return { person, chat: person, thread: 0 };
}

/** Where a phone begins. */
export function begin(world, key) {
  const place = recall(`phone.${key}`);
  return place && world.has(place) ? place : first(world, key);
}

/** Where a phone goes when its topic, group or person is gone. */
export function refuge(world, key, { person, chat }) {
  return [{ person, chat, thread: 0 }, { person, chat: person, thread: 0 }].find((place) => world.has(place)) ?? first(world, key);
}
