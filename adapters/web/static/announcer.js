// What happens, for those who listen rather than look.

import { h } from "./dom.js";
import { spelled } from "./spelled.js";
import { BOT } from "./store.js";

const MOST = 20;

/**
 * @param {HTMLElement} log a live region
 * @param {import("./store.js").Store} store
 * @param {any} message as it is now
 * @param {any} before as it was; nothing when it is new
 * @param {string} open the place before the reader
 */
export function announce(log, store, message, before, open) {
  const where = message.place === open ? "" : ` in ${store.places.get(message.place)?.name ?? "another channel"}`;
  const who = message.private ? `${BOT}, only you can see this` : store.nameOf(message.author);
  const words = message.blocks ? spelled(message.blocks) : message.text;
  if (message.removed) say(`${who} took a message back${where}.`);
  else if (!before) say(`${who}${where}: ${words}`);
  else if (message.edited && before.text !== message.text) say(`${who} changed a message${where}: ${words}`);

  function say(text) {
    log.append(h("p", {}, text));
    while (log.childElementCount > MOST) log.firstElementChild?.remove();
  }
}
