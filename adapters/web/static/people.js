// Whom one acts as: everybody there is, one press away.

import { avatar } from "./avatar.js";
import { h } from "./dom.js";

export class People {
  /** @param {HTMLElement} nav @param {import("./store.js").Store} store */
  constructor(nav, store) {
    this.nav = nav;
    this.store = store;
    this.drawn = "";
  }

  /** @param {string} place the channel that stays open when one turns into somebody else */
  draw(place) {
    const hash = this.store.places.get(place)?.kind === "channel" ? `#${encodeURIComponent(place)}` : "";
    const people = [...this.store.people.values()];
    const drawn = JSON.stringify([people, this.store.me, hash]);
    // A press that is under way needs what it began on.
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    const scrolled = this.nav.querySelector(".people-list")?.scrollLeft ?? 0;
    const focused = document.activeElement?.getAttribute?.("data-as");
    const list = h("ul", { class: "people-list" }, people.map((person) => h("li", {}, link(person, person.id === this.store.me, hash))));
    this.nav.replaceChildren(h("span", { class: "people-label", "aria-hidden": "true" }, "You are"), list);
    list.scrollLeft = scrolled;
    if (focused) /** @type {HTMLElement | null} */ (list.querySelector(`[data-as="${CSS.escape(focused)}"]`))?.focus();
  }
}

function link(person, isMe, hash) {
  const [first, ...rest] = person.name.split(" ");
  const role = person.title.split(" · ")[0];
  const name = `${isMe ? "You are " : ""}${person.name}, ${role}`;
  return h(
    "a",
    { class: "person-link", href: `/?as=${encodeURIComponent(person.id)}${hash}`, title: person.title, "aria-label": name, "aria-current": isMe ? "true" : null, data: { as: person.id } },
    avatar(person.id, person.name),
    h(
      "span",
      { class: "person-words" },
      h("span", { class: "person-name" }, first, rest.length > 0 && h("span", { class: "person-rest" }, ` ${rest.join(" ")}`)),
      h("span", { class: "person-role" }, role),
    ),
  );
}
