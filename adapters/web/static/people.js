// Whom one acts as: everybody there is, one press away.

import { avatar } from "./avatar.js";
import { h } from "./dom.js";

/**
 * @param {HTMLElement} nav
 * @param {import("./store.js").Store} store
 * @param {string} place the channel that stays open when one turns into somebody else
 */
export function drawPeople(nav, store, place) {
  const hash = store.places.get(place)?.kind === "channel" ? `#${encodeURIComponent(place)}` : "";
  const people = [...store.people.values()].map((person) => h("li", {}, link(person, person.id === store.me, hash)));
  const focused = document.activeElement?.getAttribute?.("data-as");
  nav.replaceChildren(h("span", { class: "people-label", "aria-hidden": "true" }, "You are"), h("ul", { class: "people-list" }, people));
  if (focused) /** @type {HTMLElement | null} */ (nav.querySelector(`[data-as="${CSS.escape(focused)}"]`))?.focus();
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
