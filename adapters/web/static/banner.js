// The line that says that the connection is lost, or that nobody here has that name.

import { h } from "./dom.js";

/** @param {HTMLElement} banner @param {{state: string, message?: string, hint?: string}} news @param {() => void} retry */
export function drawBanner(banner, { state, message = "", hint = "" }, retry) {
  const held = banner.contains(document.activeElement);
  banner.dataset.state = state;
  if (state === "lost") {
    banner.replaceChildren(
      h("span", {}, "Connection lost. Reconnecting… What you have written stays here."),
      h("button", { type: "button", class: "control", data: { tone: "plain" }, on: { click: retry } }, "Try now"),
    );
  } else if (state === "refused") {
    banner.replaceChildren(h("span", {}, `${message} ${hint}`), h("a", { class: "control", href: "/" }, "Start again"));
  } else {
    banner.replaceChildren();
  }
  // "Try now" is gone with the trouble; whoever pressed it goes on at the messages.
  if (held) document.getElementById("messages")?.focus({ preventScroll: true });
}
