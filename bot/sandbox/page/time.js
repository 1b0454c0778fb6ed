// Why: the sandbox's time, which can run ahead of the wall. Everything on the page is shown in the office's zone, as
// the bot writes it, whatever the zone of the browser.

import { locale, t } from "./words.js";

const ZONE = "Asia/Shanghai"; // UTC+8 all year round
const AHEAD_MS = 8 * 3_600_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const OPENS_MS = 9 * HOUR_MS;

let offset = 0;

/** Takes over the sandbox's offset from the wall, in milliseconds. */
export function setOffset(ms) {
  offset = ms;
}

export const now = () => Date.now() + offset;

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

/** The leaps the clock offers: [word, how many milliseconds ahead]. */
export const leaps = () => [
  ["clockHour", HOUR_MS],
  ["clockMorning", untilWorkingMorning()],
  ["clockDay", DAY_MS],
  ["clockMonth", 30 * DAY_MS],
];

const shown = (ms, options) => new Date(ms).toLocaleString(locale(), { timeZone: ZONE, ...options });

/** The hour and minute of a message, given in seconds. */
export const clockTime = (seconds) => shown(seconds * 1000, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

/** The sandbox's time with its day, for the bar. */
export const clockFace = () =>
  shown(now(), { weekday: "short", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

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
