// Why: where each phone begins. Every phone opens where it was when the page was last open; the first time, the prospect
// and the contact are people outside every group, best such as read the page's language, and the colleague is in the staff
// group.

import { reads } from "../words/words.js";

function saved(key) {
  try {
    return JSON.parse(localStorage.getItem(`phone.${key}`));
  } catch {
    return null;
  }
}

/** Remembers where a phone is. */
export const save = (key, place) => localStorage.setItem(`phone.${key}`, JSON.stringify(place));

function first(world, key) {
  const people = [...world.people.keys()];
  const reader = (id) => reads(world.people.get(id));
  const outsiders = people.filter((id) => !world.groupsOf(id).length).sort((one, other) => reader(other) - reader(one));
  const group = [...world.chats.values()].find((chat) => !chat.private && chat.members.some((id) => world.people.has(id)));
  if (key === "colleague" && group) return { person: group.members.find((id) => world.people.has(id)), chat: group.id, thread: 0 };
  const nth = ["prospect", "contact", "colleague"].indexOf(key);
  const person = outsiders[nth] ?? outsiders[0] ?? people[nth] ?? people[0];
  return { person, chat: person, thread: 0 };
}

/** Where a phone begins. */
export function begin(world, key) {
  const place = saved(key);
  return place && world.has(place) ? place : first(world, key);
}

/** Where a phone goes when its topic, group or person is gone. */
export function refuge(world, key, { person, chat }) {
  return [{ person, chat, thread: 0 }, { person, chat: person, thread: 0 }].find((place) => world.has(place)) ?? first(world, key);
}
