// The channels, private conversations, and the theme.

import { avatar } from "./avatar.js";
import { h, icon, mark, unseen } from "./dom.js";
import { browser } from "./memory.js";

const PRIVATE = ["bot", "group", "direct"];

export class Sidebar {
  /** @param {HTMLElement} element @param {import("./store.js").Store} store */
  constructor(element, store) {
    this.element = element;
    this.store = store;
  }

  /** @param {string} current the place that is open */
  draw(current) {
    const places = [...this.store.places.values()];
    const focused = document.activeElement?.getAttribute?.("data-key");
    this.element.replaceChildren(
      h("div", { class: "brand" }, mark(), h("span", {}, "hirg-bot")),
      h(
        "div",
        { class: "sidebar-places" },
        this.group("Channels", places.filter((place) => place.kind === "channel"), current),
        this.group("Private messages", PRIVATE.flatMap((kind) => places.filter((place) => place.kind === kind)), current),
      ),
      h("div", { class: "sidebar-foot" }, this.store.links.map(further), themeButton()),
    );
    if (focused) /** @type {HTMLElement | null} */ (this.element.querySelector(`[data-key="${CSS.escape(focused)}"]`))?.focus();
  }

  group(title, places, current) {
    const id = `group-${title.toLowerCase().replaceAll(" ", "-")}`;
    return h(
      "section",
      { "aria-labelledby": id },
      h("h2", { class: "sidebar-title", id }, title),
      h("ul", {}, places.map((place) => h("li", {}, this.link(place, place.id === current)))),
    );
  }

  link(place, open) {
    const unread = this.store.unread(place.id).length;
    return h(
      "a",
      { class: unread ? "place place-unread" : "place", href: `#${encodeURIComponent(place.id)}`, "aria-current": open ? "page" : null, data: { key: place.id } },
      sign(place),
      h("span", { class: "place-name" }, place.name),
      unread > 0 && h("span", { class: "badge" }, String(unread), unseen(" unread")),
    );
  }
}

function sign(place) {
  if (place.kind === "channel") return h("span", { class: "place-sign", "aria-hidden": "true" }, "#");
  if (place.kind === "group") return h("span", { class: "place-sign", "aria-hidden": "true" }, icon("people"));
  return avatar(place.with, place.name);
}

/** Another page of this server. @param {{label: string, path: string}} link */
function further({ label, path }) {
  return h("a", { class: "quiet-button", href: path, data: { key: path } }, icon("map"), label);
}

function themeButton() {
  const root = document.documentElement;
  const dark = () => root.dataset.theme === "dark";
  const face = () => [icon(dark() ? "sun" : "moon"), dark() ? "Light theme" : "Dark theme"];
  const toggle = (event) => {
    root.dataset.theme = dark() ? "light" : "dark";
    browser.set("theme", root.dataset.theme);
    event.currentTarget.replaceChildren(...face());
  };
  return h("button", { type: "button", class: "quiet-button", data: { key: "theme" }, on: { click: toggle } }, face());
}
