// Whom one acts as, the channels, private conversations, and the theme.

import { avatar } from "./avatar.js";
import { h, icon, mark, unseen } from "./dom.js";
import { browser } from "./memory.js";

export class Sidebar {
  /** @param {HTMLElement} element @param {import("./store.js").Store} store */
  constructor(element, store) {
    this.element = element;
    this.store = store;
    this.choosing = false;
  }

  /** @param {string} current the place that is open */
  draw(current) {
    const places = [...this.store.places.values()];
    const focused = document.activeElement?.getAttribute?.("data-key");
    this.element.replaceChildren(
      h("div", { class: "brand" }, mark(), h("span", {}, "hirg-bot")),
      this.persona(current),
      h(
        "div",
        { class: "sidebar-places" },
        this.group("Channels", places.filter((place) => place.kind === "channel"), current),
        this.group("Private messages", places.filter((place) => place.kind !== "channel"), current),
      ),
      h("div", { class: "sidebar-foot" }, themeButton()),
    );
    if (focused) /** @type {HTMLElement | null} */ (this.element.querySelector(`[data-key="${CSS.escape(focused)}"]`))?.focus();
  }

  persona(current) {
    const me = this.store.people.get(this.store.me);
    if (!me) return null;
    const hash = this.store.places.get(current)?.kind === "channel" ? `#${encodeURIComponent(current)}` : "";
    const people = [...this.store.people.values()].map((person) => personLink(person, person === me, hash));
    const list = h("ul", { class: "persona-list", id: "personas", hidden: !this.choosing, "aria-label": "Act as" }, people);
    const toggle = (event) => {
      this.choosing = !this.choosing;
      list.hidden = !this.choosing;
      event.currentTarget.setAttribute("aria-expanded", String(this.choosing));
    };
    const button = h(
      "button",
      { type: "button", class: "persona", "aria-expanded": String(this.choosing), "aria-controls": "personas", data: { key: "persona" }, on: { click: toggle } },
      avatar(me.id, me.name),
      h("span", { class: "persona-words" }, h("span", { class: "persona-name" }, unseen("You act as "), me.name), h("span", { class: "persona-title" }, me.title)),
      icon("chevron"),
    );
    return h("div", { class: "persona-box" }, button, list);
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
    const sign = place.kind === "channel" ? h("span", { class: "place-sign", "aria-hidden": "true" }, "#") : avatar(place.with, place.name);
    return h(
      "a",
      { class: unread ? "place place-unread" : "place", href: `#${encodeURIComponent(place.id)}`, "aria-current": open ? "page" : null, data: { key: place.id } },
      sign,
      h("span", { class: "place-name" }, place.name),
      unread > 0 && h("span", { class: "badge" }, String(unread), unseen(" unread")),
    );
  }
}

function personLink(person, isMe, hash) {
  return h(
    "li",
    {},
    h(
      "a",
      { class: "persona-choice", href: `/?as=${encodeURIComponent(person.id)}${hash}`, "aria-current": isMe ? "true" : null },
      avatar(person.id, person.name),
      h("span", { class: "persona-words" }, h("span", { class: "persona-name" }, person.name), h("span", { class: "persona-title" }, person.title)),
      isMe && icon("check"),
    ),
  );
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
