// Small round pictures: the bot's mark, or the initials of a person.

import { h, mark } from "./dom.js";
import { BOT } from "./store.js";

const HUES = 6;

/** @param {string} id @param {string} name */
export function avatar(id, name) {
  if (id === BOT) return h("span", { class: "avatar avatar-bot", "aria-hidden": "true" }, mark());
  return h("span", { class: "avatar", data: { hue: hue(id) }, "aria-hidden": "true" }, initials(name));
}

function initials(name) {
  const words = name.split(/[\s-]+/).filter(Boolean);
  return [words[0], words.length > 1 && words.at(-1)].map((word) => [...(word || "")][0] ?? "").join("").toUpperCase();
}

function hue(id) {
  let sum = 7;
  for (const letter of id) sum = (sum * 31 + letter.codePointAt(0)) % 9973;
  return sum % HUES;
}
