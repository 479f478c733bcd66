// Times in the reader's own zone, always naming it where it matters.

const LANGUAGE = "en-GB";
const format = (options) => new Intl.DateTimeFormat(LANGUAGE, options);
const clock = format({ hour: "2-digit", minute: "2-digit" });
const full = format({ weekday: "long", day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit", timeZoneName: "short" });
const moment = format({ weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", timeZoneName: "short" });
const day = format({ weekday: "long", day: "numeric", month: "long" });
const dayOfYear = format({ year: "numeric", month: "2-digit", day: "2-digit" });

/** @param {string} iso */
export const shortTime = (iso) => clock.format(new Date(iso));
/** @param {string} iso */
export const fullTime = (iso) => full.format(new Date(iso));
/** A time the bot speaks of: day, time and the name of the zone. @param {string} iso */
export const momentText = (iso) => moment.format(new Date(iso));
/** @param {string} one @param {string} other */
export const sameDay = (one, other) => dayOfYear.format(new Date(one)) === dayOfYear.format(new Date(other));

/** @param {string} iso */
export function dayName(iso) {
  const now = new Date();
  const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
  if (sameDay(iso, now.toISOString())) return "Today";
  if (sameDay(iso, yesterday.toISOString())) return "Yesterday";
  return day.format(new Date(iso));
}
