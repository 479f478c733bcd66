// One thread, as the pane at the side shows it: the message that it belongs to, the replies, and room for one more.

import { Composer } from "./composer.js";
import { h } from "./dom.js";
import { Messages } from "./messages.js";

const SHUT = "What this was about was taken back, so nobody can answer here any more.";

export class Thread {
  /**
   * @param {any} message the one it belongs to
   * @param {import("./store.js").Store} store
   * @param {import("./messages.js").Handlers} handlers
   * @param {any} desk what its composer needs
   */
  constructor(message, store, handlers, desk) {
    const first = h("ol", { class: "messages", "aria-label": "First message" });
    const list = h("ol", { class: "messages thread-replies", "aria-label": "Replies" });
    this.composer = new Composer("Reply", desk, { id: "reply-line" });
    this.root = new Messages(first, store, { ...handlers, openThread: null }, { days: false });
    this.root.show([message]);
    this.replies = new Messages(list, store, { ...handlers, openThread: null }, { days: false });
    this.replies.show(store.replies(message.id));
    this.scroller = h("div", { class: "scroller" }, first, list);
    this.parts = [this.scroller, this.composer.element];
  }

  /** Begin at the newest reply, once it stands on the page. */
  begin(message, draftKey, audience) {
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.composer.move(draftKey, "Reply", audience);
    if (message.removed) this.change(message);
    else this.composer.field.focus();
  }

  /** A reply appeared, or says something else. @param {any} message @param {boolean} known whether it stood here before */
  put(message, known) {
    const item = this.replies.put(message);
    // What changes further up must not carry the reader away.
    if (!known) item.scrollIntoView({ block: "nearest" });
  }

  /** The message it belongs to says something else, or was taken back. */
  change(message) {
    this.root.put(message);
    if (!message.removed) return;
    // Words that somebody is about to send stay, to be copied.
    if (this.composer.field.value.trim()) this.composer.say(SHUT);
    else this.composer.element.replaceWith(h("p", { class: "panel-lead thread-shut" }, SHUT));
  }
}
