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
    this.drawn = "";
    /** The links by place, each with the badge in it. @type {Map<string, {link: HTMLElement, badge: HTMLElement}>} */
    this.links = new Map();
  }

  /** @param {string} current the place that is open */
  draw(current) {
    const places = [...this.store.places.values()];
    const drawn = JSON.stringify([places, this.store.links]);
    // A press that is under way needs what it began on.
    if (drawn !== this.drawn) this.build(places);
    this.drawn = drawn;
    for (const [id, { link, badge }] of this.links) {
      const unread = this.store.unread(id).length;
      link.classList.toggle("place-unread", unread > 0);
      if (id === current) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
      badge.hidden = !unread;
      badge.replaceChildren(...(unread ? [String(unread), unseen(" unread")] : []));
    }
  }

  build(places) {
    const scrolled = this.element.querySelector(".sidebar-places")?.scrollTop ?? 0;
    this.links.clear();
    const focused = document.activeElement?.getAttribute?.("data-key");
    this.element.replaceChildren(
      h("div", { class: "brand" }, mark(), h("span", {}, "hirg-bot")),
      h(
        "div",
        { class: "sidebar-places" },
        this.group("Channels", places.filter((place) => place.kind === "channel")),
        this.group("Private messages", PRIVATE.flatMap((kind) => places.filter((place) => place.kind === kind))),
      ),
      h("div", { class: "sidebar-foot" }, this.store.links.map(further), themeButton()),
    );
    this.element.querySelector(".sidebar-places").scrollTop = scrolled;
    if (focused) /** @type {HTMLElement | null} */ (this.element.querySelector(`[data-key="${CSS.escape(focused)}"]`))?.focus();
  }

  group(title, places) {
    const id = `group-${title.toLowerCase().replaceAll(" ", "-")}`;
    return h(
      "section",
      { "aria-labelledby": id },
      h("h2", { class: "sidebar-title", id }, title),
      h("ul", {}, places.map((place) => h("li", {}, this.link(place)))),
    );
  }

  link(place) {
    const badge = h("span", { class: "badge", hidden: true });
    const address = { href: `#${encodeURIComponent(place.id)}`, data: { key: place.id } };
    const link = h("a", { class: "place", ...address }, sign(place), h("span", { class: "place-name" }, place.name), badge);
    this.links.set(place.id, { link, badge });
    return link;
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
