// The list of messages of one place, or of one thread.

import { avatar } from "./avatar.js";
import { drawBlocks } from "./blocks.js";
import { h, icon, unseen } from "./dom.js";
import { BOT } from "./store.js";
import { dayName, fullTime, now, sameDay, shortTime } from "./time.js";

/** Messages of one author that follow each other within this time stand together. */
const TOGETHER = 5 * 60 * 1000;

/**
 * @typedef {object} Handlers
 * @property {(message: any, control: any, element: HTMLElement) => void} act a control was used
 * @property {((message: any, opener: HTMLElement) => void) | null} openThread null where there are no threads
 * @property {(message: any, opener: HTMLElement) => void} openJson
 */

export class Messages {
  /** @param {HTMLElement} list @param {import("./store.js").Store} store @param {Handlers} handlers */
  constructor(list, store, handlers, { days = true } = {}) {
    this.list = list;
    this.days = days;
    this.store = store;
    this.handlers = handlers;
    this.last = null;
    this.newAfter = Infinity;
  }

  /** Show these messages and no others. @param {number} [newAfter] what was read already, for the "New" line */
  show(messages, newAfter = Infinity) {
    this.last = null;
    this.newAfter = newAfter;
    this.list.replaceChildren();
    for (const message of messages) this.put(message);
  }

  /** Add a message, or draw it anew where it stands. @returns {HTMLElement} */
  put(message) {
    const standing = this.find(message.id);
    if (standing) return this.redraw(standing, message);
    const before = this.last;
    const newDay = !before || !sameDay(before.at, message.at);
    if (newDay && this.days) this.list.append(h("li", { class: "day", data: { at: message.at } }, h("span", {}, dayName(message.at))));
    if (message.id > this.newAfter && message.author !== this.store.me) {
      this.list.append(h("li", { class: "day day-new" }, h("span", {}, "New")));
      this.newAfter = Infinity;
    }
    const item = h("li", { class: "message", data: { id: message.id }, tabindex: "-1" });
    item.classList.toggle("message-follows", !newDay && follows(before, message));
    item.classList.toggle("message-private", message.private);
    item.append(...this.draw(message));
    this.list.append(item);
    this.last = message;
    return item;
  }

  /** @param {number} id */
  find(id) {
    return /** @type {HTMLElement | null} */ (this.list.querySelector(`:scope > [data-id="${id}"]`));
  }

  /** A message was taken back, and nobody had replied to it. @param {number} id */
  drop(id) {
    const item = this.find(id);
    if (!item) return;
    const day = item.previousElementSibling;
    const alone = day?.classList.contains("day") && !item.nextElementSibling?.classList.contains("message");
    item.remove();
    if (alone) day?.remove();
    if (this.last?.id === id) this.last = this.store.messages.get(Number(this.newest()?.dataset.id)) ?? null;
  }

  newest() {
    return /** @type {HTMLElement | undefined} */ ([...this.list.querySelectorAll(":scope > [data-id]")].at(-1));
  }

  /** What was “Today” is another day once the time was moved. */
  nameDays() {
    for (const day of this.list.querySelectorAll(".day[data-at]")) {
      /** @type {HTMLElement} */ (day.firstElementChild).textContent = dayName(/** @type {HTMLElement} */ (day).dataset.at ?? "");
    }
  }

  /** Go on at a message, where its answer begins; false when it is not here. @param {number} id */
  focus(id) {
    const item = /** @type {HTMLElement | null} */ (this.list.querySelector(`:scope > [data-id="${id}"]`));
    item?.focus();
    return item !== null;
  }

  redraw(item, message) {
    const hadFocus = item.contains(document.activeElement);
    item.replaceChildren(...this.draw(message));
    // The button that was pressed is gone; stay where the new answer begins.
    if (hadFocus) item.focus({ preventScroll: true });
    return item;
  }

  draw(message) {
    const name = this.store.nameOf(message.author);
    return [
      avatar(message.author, name),
      h(
        "div",
        { class: "message-main" },
        this.head(message, name),
        message.private && privateLine(message),
        h("div", { class: "message-body" }, this.body(message)),
        this.foot(message),
      ),
    ];
  }

  head(message, name) {
    const title = message.author === BOT ? "bot" : this.store.people.get(message.author)?.title.split(" · ")[0];
    return h(
      "div",
      { class: "message-head" },
      h("span", { class: "message-author" }, name),
      title && h("span", { class: "message-title" }, title),
      h("time", { datetime: message.at, title: fullTime(message.at) }, this.when(message.at)),
      message.edited && !message.removed && h("span", { class: "message-edited" }, "edited"),
    );
  }

  when(at) {
    const today = sameDay(at, now().toISOString());
    return this.days || today ? shortTime(at) : `${dayName(at)}, ${shortTime(at)}`;
  }

  body(message) {
    if (message.removed) return h("p", { class: "message-gone" }, "This message was taken back.");
    if (!message.blocks) return h("p", { class: "message-text" }, message.text);
    return drawBlocks(message.blocks, (control, element) => this.handlers.act(message, control, element));
  }

  foot(message) {
    const actions = [];
    const replies = this.handlers.openThread && !message.private ? this.store.replies(message.id) : null;
    if (replies) actions.push(this.threadButton(message, replies));
    if (message.blocks) actions.push(this.jsonButton(message));
    return actions.length > 0 && h("div", { class: "message-foot" }, actions);
  }

  threadButton(message, replies) {
    // What one person alone was answered there is no reply for the others.
    const said = replies.filter((reply) => !reply.private);
    const count = said.length;
    const label = count === 0 ? "Reply" : `${count} ${count === 1 ? "reply" : "replies"}`;
    const open = (event) => this.handlers.openThread?.(message, event.currentTarget);
    const kind = count ? "foot-button foot-button-kept" : "foot-button";
    return h(
      "button",
      { type: "button", class: kind, data: { does: "thread" }, on: { click: open } },
      icon("reply"),
      label,
      unseen(` in a thread to ${this.store.nameOf(message.author)}`),
      count > 0 && h("span", { class: "foot-when" }, `last at ${shortTime(said[count - 1].at)}`),
    );
  }

  jsonButton(message) {
    const open = (event) => this.handlers.openJson(message, event.currentTarget);
    return h(
      "button",
      { type: "button", class: "foot-button", data: { does: "json" }, on: { click: open } },
      icon("code"),
      "On Slack and Discord",
      unseen(": see this answer's JSON"),
    );
  }
}

function privateLine(message) {
  return h(
    "p",
    { class: "message-privacy" },
    icon("lock"),
    h("span", {}, "Only you can see this"),
    message.asked && h("span", { class: "message-asked", title: message.asked }, message.asked),
  );
}

function follows(before, message) {
  const soon = Date.parse(message.at) - Date.parse(before.at) < TOGETHER;
  // What the bot says has a head of its own each time, and so does what stands after a message that was taken back.
  const plain = !before.blocks && !message.blocks && !before.removed;
  return before.author === message.author && !before.private && !message.private && plain && soon;
}
