// The demo's own time, and how to go on in it.

import { h, icon } from "./dom.js";
import { fullTime, now, shortDay, shortTime } from "./time.js";

const EVERY = 5000;
const STEPS = [
  { step: "hour", label: "+1 hour", name: "Go on by one hour" },
  { step: "day", label: "+1 day", name: "Go on by one day" },
  { step: "week", label: "+1 week", name: "Go on by one week" },
];

export class Clock {
  /**
   * @param {HTMLElement} element
   * @param {(step: string) => Promise<{kind: string, said?: string, message?: string, hint?: string}>} move
   */
  constructor(element, move) {
    this.element = element;
    this.move = move;
    this.busy = false;
    this.time = h("time", { class: "clock-time" });
    this.opener = h(
      "button",
      { type: "button", class: "clock-button", "aria-expanded": "false", "aria-controls": "clock-menu", on: { click: () => this.show(this.menu.hidden) } },
      icon("clock"),
      this.time,
    );
    this.lead = h("p", { class: "clock-lead" });
    this.said = h("p", { class: "clock-said", role: "status" });
    this.menu = this.build();
    element.replaceChildren(this.opener, this.menu);
    document.addEventListener("pointerdown", (event) => this.leave(event.target));
    element.addEventListener("focusout", (event) => this.leave(event.relatedTarget));
    element.addEventListener("keydown", (event) => event.key === "Escape" && this.escape());
    setInterval(() => this.draw(), EVERY);
  }

  build() {
    const button = ({ step, label, name }, tone = "plain") =>
      h("button", { type: "button", class: "control", data: { tone }, "aria-label": name, on: { click: () => this.go(step) } }, label);
    return h(
      "div",
      { class: "clock-menu", id: "clock-menu", role: "group", "aria-label": "The demo’s time", hidden: true },
      this.lead,
      button({ step: "next", label: "Next event", name: "Go on to the next event" }, "primary"),
      h("div", { class: "clock-steps" }, STEPS.map((step) => button(step))),
      this.said,
      h("p", { class: "clock-note" }, "Time here only goes forward. Whatever is due on the way is said at once."),
    );
  }

  draw() {
    const iso = now().toISOString();
    this.time.dateTime = iso;
    const [weekday, date] = shortDay(iso);
    const day = h("span", { class: "clock-day" }, h("span", { class: "clock-weekday" }, `${weekday} `), date);
    this.time.replaceChildren(day, h("span", {}, shortTime(iso)));
    this.opener.setAttribute("aria-label", `${weekday} ${date}, ${shortTime(iso)}, the demo’s time: move it`);
    this.lead.textContent = fullTime(iso);
  }

  show(open) {
    this.menu.hidden = !open;
    this.opener.setAttribute("aria-expanded", String(open));
    if (open) this.said.textContent = "";
  }

  /** Somebody turned to another part of the page. @param {any} to nothing, when what had the focus is gone */
  leave(to) {
    if (to && !this.element.contains(to)) this.show(false);
  }

  escape() {
    if (this.menu.hidden) return;
    this.show(false);
    this.opener.focus();
  }

  async go(step) {
    if (this.busy) return;
    this.setBusy(true);
    const answer = await this.move(step);
    this.setBusy(false);
    this.draw();
    this.said.textContent =
      answer.kind === "moved" ? `It is now ${fullTime(now().toISOString())}. ${answer.said}` : [answer.message, answer.hint].filter(Boolean).join(" ");
  }

  setBusy(busy) {
    this.busy = busy;
    for (const button of this.menu.querySelectorAll("button")) button.setAttribute("aria-disabled", String(busy));
  }
}
