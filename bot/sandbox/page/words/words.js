// Why: the page's own words, from one table a room. What the bot says is not translated here: it arrives in the
// language of the person who reads it.

import { WORDS as dock } from "./dock.js";
import { WORDS as mail } from "./mail.js";
import { WORDS as phones } from "./phones.js";
import { WORDS as tour } from "./tour.js";

const WORDS = { ...phones, ...dock, ...mail, ...tour };

const saved = localStorage.getItem("language");
let language = saved ?? (navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en");

export const locale = () => (language === "zh" ? "zh-Hans-CN" : "en-GB");

/** The words for a key in the language of the moment, with {0}, {1} … filled in. */
export function t(key, ...values) {
  const text = WORDS[key][language === "zh" ? 0 : 1];
  return text.replace(/\{(\d)\}/g, (_, n) => values[n]);
}

/** Whether somebody's language is that of the page. */
export const reads = (person) => Boolean(person.language_code?.startsWith(language));

/** From Chinese to English or back; remembered. */
export function switchLanguage() {
  language = language === "zh" ? "en" : "zh";
  localStorage.setItem("language", language);
}
