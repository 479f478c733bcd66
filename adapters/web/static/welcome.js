// The first visit: what this is, and what to try.

import { h, icon, mark } from "./dom.js";
import { browser } from "./memory.js";

const KEY = "welcomed";

/**
 * @param {HTMLElement} element
 * @param {import("./store.js").Store} store
 * @param {(line: string) => void} fill puts a line into the composer
 * @param {() => void} leave goes on to the composer, and leaves what is written there as it is
 */
export function drawWelcome(element, store, fill, leave) {
  element.hidden = Boolean(browser.get(KEY));
  if (element.hidden) return;
  const close = () => {
    browser.set(KEY, "yes");
    element.hidden = true;
    leave();
  };
  const parts = [
    h("button", { type: "button", class: "icon-button welcome-close", "aria-label": "Close the welcome", on: { click: close } }, icon("close")),
    h("div", { class: "welcome-head" }, mark(), h("h2", { id: "welcome-title" }, "Who could help you with that?")),
    h(
      "p",
      { class: "welcome-lead" },
      "hirg-bot helps the members of a research network find one another. This is a small chat to try it in, and everybody here is made up.",
    ),
    h("h3", { class: "welcome-try", id: "tries" }, "Try one of these"),
    h("ul", { class: "chips", "aria-labelledby": "tries" }, tries(store).map((one) => h("li", {}, chip(one, fill)))),
    store.movable && h("p", { class: "welcome-note" }, icon("clock"), "To see what comes later, such as reminders, press the clock at the top."),
    h("p", { class: "welcome-note" }, icon("lock"), "What the bot answers, only you see. To look through somebody else’s eyes, press another name at the top."),
  ];
  element.replaceChildren(...parts.filter(Boolean));
}

function chip(one, fill) {
  const use = () => fill(one.line);
  return h("button", { type: "button", class: "chip", on: { click: use } }, h("span", { class: "chip-label" }, one.label), h("code", {}, one.line));
}

/** What the server suggests, as far as there is such a command; else the commands themselves. */
function tries(store) {
  const known = store.tries.filter((one) => store.commands.some((c) => one.line.split(" ")[0] === `/${c.name}`));
  return known.length ? known : store.commands.slice(0, 4).map((c) => ({ label: c.summary, line: `/${c.name}` }));
}

