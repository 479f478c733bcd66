// Times in the reader's own zone, always naming it where it matters.

const LANGUAGE = "en-GB";
const format = (options) => new Intl.DateTimeFormat(LANGUAGE, options);
const clock = format({ hour: "2-digit", minute: "2-digit" });
const full = format({ weekday: "long", day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit", timeZoneName: "short" });
const moment = format({ weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", timeZoneName: "short" });
const weekday = format({ weekday: "short" });
const date = format({ day: "numeric", month: "short" });
const day = format({ weekday: "long", day: "numeric", month: "long" });
const dayOfAnotherYear = format({ weekday: "long", day: "numeric", month: "long", year: "numeric" });
const dayOfYear = format({ year: "numeric", month: "2-digit", day: "2-digit" });

// How far the chat's time is ahead of this machine's, in milliseconds.
let aheadBy = 0;

/** Go by the chat's time from now on. @param {string} iso */
export const setNow = (iso) => {
  aheadBy = Date.parse(iso) - Date.now();
};
/** What time it is in the chat. */
export const now = () => new Date(Date.now() + aheadBy);

/** @param {string} iso */
export const shortTime = (iso) => clock.format(new Date(iso));
/** @param {string} iso */
export const fullTime = (iso) => full.format(new Date(iso));
/** A time the bot speaks of: day, time and the name of the zone. @param {string} iso */
export const momentText = (iso) => moment.format(new Date(iso));
/** The day in as few words as will do: “Tue” and “6 Jan”. @param {string} iso */
export const shortDay = (iso) => [weekday, date].map((part) => part.format(new Date(iso)));
/** @param {string} one @param {string} other */
export const sameDay = (one, other) => dayOfYear.format(new Date(one)) === dayOfYear.format(new Date(other));

/** @param {string} iso */
export function dayName(iso) {
  const today = now();
  const yesterday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1);
  if (sameDay(iso, today.toISOString())) return "Today";
  if (sameDay(iso, yesterday.toISOString())) return "Yesterday";
  const date = new Date(iso);
  return (date.getFullYear() === today.getFullYear() ? day : dayOfAnotherYear).format(date);
}
