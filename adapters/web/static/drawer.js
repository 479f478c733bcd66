// On a phone, the channels and people are a drawer over the page.

import { Cover } from "./cover.js";
import { byId, icon } from "./dom.js";

export class Drawer {
  /** @param {() => void} changed is told when it opens or closes */
  constructor(changed) {
    this.changed = changed;
    this.cover = new Cover(() => this.show(false));
    byId("menu").append(icon("menu"));
    byId("menu").addEventListener("click", () => this.show(!this.open));
    byId("scrim").addEventListener("click", () => this.show(false));
    byId("sidebar").addEventListener("click", (event) => this.follow(event));
    document.addEventListener("keydown", (event) => event.key === "Escape" && this.show(false));
    // A phone that is turned has room for both.
    matchMedia("(max-width: 760px)").addEventListener("change", () => this.show(false));
  }

  get open() {
    return byId("chat").classList.contains("drawer-open");
  }

  show(open) {
    if (open === this.open) return;
    byId("chat").classList.toggle("drawer-open", open);
    byId("scrim").hidden = !open;
    byId("menu").setAttribute("aria-expanded", String(open));
    this.cover.set(open);
    this.changed();
    const to = open ? byId("sidebar").querySelector("button, a") : byId("menu");
    /** @type {HTMLElement | null} */ (to)?.focus();
  }

  /** Where a link leads takes the place of the drawer, in the history as well. */
  follow(event) {
    const link = event.target.closest("a[href^='#']");
    if (!link || !this.open || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    this.show(false);
    location.replace(link.href);
  }
}
