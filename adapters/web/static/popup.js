// A list of things to choose from that belongs to a field; focus stays in the field
// (WAI-ARIA practices, combobox with list autocomplete).

import { composing, h } from "./dom.js";

let numbers = 0;

export class Popup {
  /**
   * @param {HTMLElement} field the field that keeps the focus
   * @param {string} label what the list is called
   * @param {(item: any) => void} choose
   * @param {(item: any) => any} draw what an item looks like
   */
  constructor(field, label, choose, draw) {
    this.field = field;
    this.choose = choose;
    this.draw = draw;
    this.items = [];
    this.active = -1;
    this.id = `list-${++numbers}`;
    this.list = h("ul", { class: "popup", id: this.id, role: "listbox", "aria-label": label, hidden: true });
    // Keep the focus in the field while a mouse or a finger chooses.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", this.id);
  }

  get open() {
    return !this.list.hidden;
  }

  /** @param {any[]} items @param {number} [active] the one that Enter takes; -1 for none yet */
  show(items, active = -1) {
    this.items = items;
    this.list.hidden = items.length === 0;
    this.list.replaceChildren(...items.map((item, at) => this.option(item, at)));
    this.expand(items.length > 0);
    this.highlight(items.length > 0 ? active : -1);
  }

  close() {
    if (this.open) this.show([]);
  }

  /** Answer a key; returns whether the key was meant for the list. @param {KeyboardEvent} event */
  key(event) {
    if (!this.open || composing(event)) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.move(step);
    else if (event.key === "Escape") this.close();
    else if (this.active >= 0 && !event.shiftKey && (event.key === "Enter" || event.key === "Tab")) this.take(this.active);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  /** Above the last comes "none", so that one can always get back to what was typed. */
  move(step) {
    const stops = this.items.length + 1;
    this.highlight(((this.active + 1 + step + stops) % stops) - 1);
  }

  highlight(at) {
    this.active = at;
    [...this.list.children].forEach((option, index) => {
      option.setAttribute("aria-selected", String(index === at));
      if (index === at) option.scrollIntoView({ block: "nearest" });
    });
    if (at < 0) this.field.removeAttribute("aria-activedescendant");
    else this.field.setAttribute("aria-activedescendant", `${this.id}-${at}`);
  }

  take(at) {
    const item = this.items[at];
    this.close();
    this.choose(item);
  }

  option(item, at) {
    const take = () => this.take(at);
    const kind = item.command ? "popup-option popup-command" : "popup-option";
    return h("li", { class: kind, id: `${this.id}-${at}`, role: "option", on: { click: take } }, this.draw(item));
  }

  expand(open) {
    // A textarea is a plain text box to assistive technology, which knows no "expanded"; a combobox does.
    if (this.field.getAttribute("role") === "combobox") this.field.setAttribute("aria-expanded", String(open));
  }
}
