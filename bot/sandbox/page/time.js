// Why: the sandbox's time, which can run ahead of the wall. Everything on the page is shown in the office's zone, as
// the bot writes it, whatever the zone of the browser.

import { locale, t } from "./words/words.js";

const ZONE = "Asia/Shanghai"; // UTC+8 all year round
const AHEAD_MS = 8 * 3_600_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
const OPENS_MS = 9 * HOUR_MS;

let offset = 0;

/** Takes over the sandbox's offset from the wall, in milliseconds. */
export function setOffset(ms) {
  offset = ms;
}

export const now = () => Date.now() + offset;

/** How far ahead of the wall it is, in milliseconds. */
export const ahead = () => offset;

/** Whether the sandbox's time is not the wall's. */
export const shifted = () => offset !== 0;

/** How many milliseconds until nine o'clock of the next day from Monday to Friday (holidays are not known here). */
export function untilWorkingMorning() {
  const local = now() + AHEAD_MS;
  let morning = Math.floor(local / DAY_MS) * DAY_MS + OPENS_MS;
  const weekend = () => [0, 6].includes(new Date(morning).getUTCDay());
  while (morning <= local || weekend()) morning += DAY_MS;
  return morning - local;
}

const shown = (ms, options) => new Date(ms).toLocaleString(locale(), { timeZone: ZONE, ...options });

/** The hour and minute of a message, given in seconds. */
export const clockTime = (seconds) => shown(seconds * 1000, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

/** An instant in milliseconds with its day; for the bar the sandbox's present. */
export const dayAndTime = (ms) => shown(ms, { weekday: "short", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
export const clockFace = () => dayAndTime(now());

/** A day in full, and the time of day to the second, of an instant in milliseconds. */
export const longDay = (ms) => shown(ms, { weekday: "long", year: "numeric", month: "long", day: "numeric" });
export const clockSeconds = (ms) => shown(ms, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });

/** An instant as the value of a field for date and time, and back; both in the office's zone. */
export const toField = (ms) => new Date(ms + AHEAD_MS).toISOString().slice(0, 16);
export const fromField = (value) => Date.parse(`${value}+08:00`);

const dayNumber = (ms) => Math.floor((ms + AHEAD_MS) / DAY_MS);

/** The day of a message, given in seconds, as seen from the sandbox's today. */
export function dayName(seconds) {
  const day = seconds * 1000;
  const ago = dayNumber(now()) - dayNumber(day);
  if (ago === 0) return t("today");
  if (ago === 1) return t("yesterday");
  const year = (ms) => shown(ms, { year: "numeric" });
  return shown(day, { year: year(now()) === year(day) ? undefined : "numeric", month: "long", day: "numeric" });
}
