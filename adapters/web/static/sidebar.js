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
    this.people = this.opener = h("span");
    document.addEventListener("pointerdown", (event) => this.leave(event.target));
    element.addEventListener("focusout", (event) => this.leave(event.relatedTarget));
    // Before the drawer hears of it, which Escape closes too.
    document.addEventListener("keydown", (event) => this.choosing && event.key === "Escape" && this.escape(event), true);
  }

  /** Show or hide the people to act as. @param {boolean} choosing */
  choose(choosing) {
    this.choosing = choosing;
    this.people.hidden = !choosing;
    this.opener.setAttribute("aria-expanded", String(choosing));
  }

  /** Somebody turned to another part of the page. @param {any} to nothing, when what had the focus is gone */
  leave(to) {
    if (to && !to.closest?.(".persona-box")) this.choose(false);
  }

  escape(event) {
    event.stopPropagation();
    this.choose(false);
    this.opener.focus();
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
    const toggle = () => this.choose(!this.choosing);
    this.people = h("ul", { class: "persona-list", id: "personas", "aria-label": "Act as" }, people);
    this.opener = h(
      "button",
      { type: "button", class: "persona", "aria-controls": "personas", data: { key: "persona" }, on: { click: toggle } },
      avatar(me.id, me.name),
      h("span", { class: "persona-words" }, h("span", { class: "persona-name" }, unseen("You act as "), me.name), h("span", { class: "persona-title" }, me.title)),
      icon("chevron"),
    );
    this.choose(this.choosing);
    return h("div", { class: "persona-box" }, this.opener, this.people);
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
      { class: "persona-choice", href: `/?as=${encodeURIComponent(person.id)}${hash}`, "aria-current": isMe ? "true" : null, data: { key: `as:${person.id}` } },
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
