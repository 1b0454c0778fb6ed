// Why: what a colleague can do to the staff group and its topics, and what can be taken from the bot there, so that
// bad luck (a deleted topic, reactions turned off, a right withdrawn) is one press away.

import { api } from "../api.js";
import { ask } from "../dialogs.js";
import { t } from "../words/words.js";

const RIGHTS = ["can_manage_topics", "can_delete_messages"];

/** The bot's rights in a group; those that were taken stay listed in its standing there. */
function rightItems(chat, bot) {
  const taken = new Set(chat.withheld);
  return RIGHTS.map((right) => {
    const after = Object.fromEntries(RIGHTS.map((one) => [one, one === right ? taken.has(one) : !taken.has(one)]));
    const change = () => api.member({ chat: chat.id, person: bot, status: "administrator", rights: after });
    return [t(taken.has(right) ? "rightGiven" : "rightTaken", t(right)), change];
  });
}

function topicItems(person, chat, topic) {
  const here = { from: person, chat: chat.id };
  const named = (title, name, save) => async () => {
    const given = await ask(title, t("topicName"), name);
    if (given) await save({ ...here, name: given });
  };
  const items = [[t("topicNew"), named(t("topicNew"), "", api.addTopic)]];
  if (!topic) return items;
  const this_ = { ...here, thread: topic.thread };
  return [
    ...items,
    [t("topicRename"), named(t("topicRename"), topic.name, (change) => api.changeTopic({ ...this_, ...change }))],
    [t(topic.closed ? "topicReopen" : "topicClose"), () => api.changeTopic({ ...this_, closed: !topic.closed })],
    [t("topicDelete"), () => api.deleteTopic({ chat: chat.id, thread: topic.thread })],
  ];
}

/** [words, action] pairs for the menu of a group, as seen from one of its topics or from outside them. */
export function groupItems({ person, chat, topic, bot }) {
  const change = (what) => () => api.changeGroup({ chat: chat.id, ...what });
  const off = chat.reactions?.length === 0;
  return [
    ...(chat.forum ? topicItems(person, chat, topic) : []),
    chat.supergroup && [t(chat.forum ? "topicsOff" : "topicsOn"), change({ forum: !chat.forum })],
    [t(off ? "reactionsOn" : "reactionsOff"), change({ reactions: off })],
    ...(chat.botAdministers ? rightItems(chat, bot) : []),
  ].filter(Boolean);
}
