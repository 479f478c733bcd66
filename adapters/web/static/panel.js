// The pane at the side: a thread, or what an answer would be on Slack and Discord.

import { composing, h, icon } from "./dom.js";
import { coloured } from "./json.js";

export class Panel {
  /** @param {HTMLElement} element @param {() => void} changed is told when the pane opens or closes */
  constructor(element, changed) {
    this.element = element;
    this.changed = changed;
    /** @type {"" | "thread" | "json"} */
    this.shows = "";
    this.message = 0;
    element.addEventListener("keydown", (event) => event.key === "Escape" && !composing(event) && this.close());
  }

  /** @param {"thread" | "json"} kind @param {number} message @param {string} title @param {any[]} parts */
  open(kind, message, title, parts, opener = document.activeElement) {
    if (!this.shows) {
      this.opener = opener;
      this.beside = opener?.closest("[data-id]");
    }
    this.shows = kind;
    this.message = message;
    this.element.hidden = false;
    this.element.replaceChildren(
      h(
        "header",
        { class: "bar panel-bar" },
        h("h2", { id: "panel-title", tabindex: "-1" }, title),
        h("button", { type: "button", class: "icon-button", "aria-label": "Close this pane", on: { click: () => this.close() } }, icon("close")),
      ),
      ...parts,
    );
    this.changed();
  }

  close() {
    if (!this.shows) return;
    this.shows = "";
    this.element.hidden = true;
    this.element.replaceChildren();
    this.changed();
    const opener = this.opener?.isConnected ? this.opener : this.redrawn();
    (opener ?? document.getElementById("line"))?.focus();
  }

  /** What stands where the control that opened the pane did, in a message that was drawn anew since. */
  redrawn() {
    const { does } = this.opener?.dataset ?? {};
    return does && this.beside?.isConnected ? this.beside.querySelector(`[data-does="${does}"]`) : null;
  }
}

/**
 * Tabs, one for each platform (WAI-ARIA practices, tabs with automatic activation).
 * @param {Record<string, unknown>} previews
 */
export function jsonTabs(previews) {
  const names = Object.keys(previews);
  const text = h("code", {});
  const page = h("pre", { class: "json", id: "json", role: "tabpanel", tabindex: "0" }, text);
  const said = h("span", { class: "copy-said", role: "status" });
  const tabs = names.map((name) => h("button", { type: "button", role: "tab", id: `tab-${name}`, "aria-controls": "json", class: "tab" }, name));
  let written = "";
  const choose = (at, focus = true) => {
    written = JSON.stringify(previews[names[at]], null, 2) ?? "";
    text.replaceChildren(...coloured(written));
    page.setAttribute("aria-labelledby", tabs[at].id);
    page.scrollTop = 0;
    said.textContent = "";
    tabs.forEach((tab, index) => {
      tab.setAttribute("aria-selected", String(index === at));
      tab.tabIndex = index === at ? 0 : -1;
    });
    if (focus) tabs[at].focus();
  };
  tabs.forEach((tab, at) => {
    tab.addEventListener("click", () => choose(at));
    tab.addEventListener("keydown", (event) => {
      const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      choose((to + tabs.length) % tabs.length);
    });
  });
  if (!tabs.length) return { parts: [h("p", { class: "panel-empty" }, "No other platform is set up to compare with.")], focus: () => {} };
  choose(0, false);
  const bar = h("div", { class: "tabs" }, h("div", { role: "tablist", "aria-label": "Platform" }, tabs), copyButton(() => written, page, said), said);
  return { parts: [bar, page], focus: () => tabs[0].focus() };
}

function copyButton(read, page, said) {
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(read());
      said.textContent = "Copied";
    } catch {
      // Some browsers only let pages on this machine or on https use the clipboard.
      getSelection()?.selectAllChildren(page);
      said.textContent = "Selected: press Ctrl+C";
    }
  };
  return h("button", { type: "button", class: "quiet-button", on: { click: copy } }, icon("copy"), "Copy");
}
