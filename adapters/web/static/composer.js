// Where one writes: drafts, slash commands with completion, and a line that says who will see it.

import { analyse, choiceItems, commandItems, dropped, isCommand, memorable, offeredItems, optionItems } from "./completion.js";
import { composing, debounce, h, icon, unseen } from "./dom.js";
import { tab } from "./memory.js";
import { Popup } from "./popup.js";
import { newKey } from "./socket.js";

const PAUSE = 120;
// What goes for nearly every command need not stand beside each; the line below the field says it of the one typed.
const USUAL = "Only you see the answer.";
// More than can be taken in at a glance helps nobody; typing on narrows them.
const MOST_OFFERED = 8;

/**
 * @typedef {object} Desk
 * @property {() => import("./completion.js").Command[]} commands
 * @property {() => number} longest
 * @property {(command: string, option: string, typed: string) => Promise<any[]>} suggest
 * @property {(text: string, key: string) => Promise<{sent: boolean, message?: string, hint?: string, suggestion?: string}>} send
 */

export class Composer {
  /** @param {string} label @param {Desk} desk */
  constructor(label, desk, { id = "" } = {}) {
    this.desk = desk;
    this.draftKey = "";
    this.busy = false;
    this.lastSent = "";
    this.asked = 0;
    this.audience = "";
    this.build(label, id);
    this.popup = new Popup(this.field, "Suggestions", (item) => this.insert(item), drawItem);
    this.box.prepend(this.popup.list);
    this.fetch = debounce((turn) => this.suggest(turn), PAUSE);
  }

  build(label, id) {
    const hintId = `${id || "reply"}-hint`;
    this.field = /** @type {HTMLTextAreaElement} */ (
      h("textarea", { class: "composer-field", id, rows: "1", dir: "auto", "aria-label": label, "aria-describedby": hintId, autocomplete: "off", enterkeyhint: "send" })
    );
    this.sendButton = h("button", { type: "submit", class: "send-button", "aria-label": "Send" }, icon("send"));
    this.notice = h("div", { class: "composer-notice", role: "alert" });
    this.hint = h("p", { class: "composer-hint", id: hintId });
    this.status = h("span", { class: "visually-hidden", role: "status" });
    this.box = h("div", { class: "composer-box" }, this.field, this.sendButton);
    this.element = h("form", { class: "composer", novalidate: true }, this.notice, this.box, this.hint, this.status);
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
    this.field.addEventListener("input", () => this.changed());
    this.field.addEventListener("keydown", (event) => this.key(event));
    this.field.addEventListener("blur", () => this.settle());
  }

  /**
   * Write somewhere else: the draft that was left there comes back.
   * @param {string} draftKey @param {string} placeholder @param {string} audience who sees plain text
   */
  move(draftKey, placeholder, audience) {
    this.draftKey = draftKey;
    this.audience = audience;
    this.field.placeholder = placeholder;
    this.say("");
    this.set(tab.get(draftKey));
    this.settle();
  }

  /** Put a line into the field for the writer to send. @param {string} text */
  fill(text) {
    this.set(text);
    this.field.focus();
    this.field.setSelectionRange(text.length, text.length);
    this.complete();
  }

  /** Put a line to try into the field, but not in place of somebody's own words. @param {string} text */
  propose(text) {
    const written = this.field.value;
    if (!written.trim() || isCommand(written)) {
      this.fill(text);
      return;
    }
    this.say("What you have written is still here.", "", text);
    this.field.focus();
  }

  set(text) {
    this.field.value = text;
    this.afterEdit();
  }

  changed() {
    this.say("");
    this.afterEdit();
    this.complete();
  }

  afterEdit() {
    const text = this.field.value;
    tab.set(this.draftKey, memorable(text, this.desk.commands()));
    this.field.style.height = "auto";
    this.field.style.height = `${this.field.scrollHeight}px`;
    this.element.classList.toggle("composer-empty", !text.trim());
    this.drawHint();
  }

  /** Nothing more is to be suggested for now, not even what is still on its way. */
  settle() {
    this.asked += 1;
    this.popup.close();
  }

  key(event) {
    if (event.key === "Escape") this.asked += 1;
    if (composing(event) || this.popup.key(event)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.send();
    } else if (event.key === "ArrowUp" && !this.field.value && this.lastSent) {
      event.preventDefault();
      this.fill(this.lastSent);
    }
  }

  complete() {
    const at = analyse(this.field.value, this.desk.commands());
    this.asked += 1; // whatever is still on its way belongs to an older line
    if (at.mode === "name") {
      const items = commandItems(at.typed, this.desk.commands());
      // A name typed in full is sent by Enter, also when it begins a longer one; a part of one is completed by it.
      this.offer(items, at.command ? -1 : 0);
    } else if (at.mode === "option" && at.option?.choices.length) {
      const items = choiceItems(at);
      this.offer(items, at.typed && items.length && !at.option.choices.some((c) => c.value === at.typed.toLowerCase()) ? 0 : -1);
    } else if (at.mode === "option" && at.option?.completes) {
      this.fetch(this.asked);
    } else if (at.mode === "option" && at.option) {
      this.offer(optionItems(at));
    } else {
      this.popup.close();
    }
  }

  async suggest(turn) {
    if (turn !== this.asked) return;
    const at = analyse(this.field.value, this.desk.commands());
    if (at.mode !== "option" || !at.option?.completes) return;
    const choices = await this.desk.suggest(at.command.name, at.option.name, at.typed);
    if (turn !== this.asked) return;
    this.offer([...offeredItems(at, choices.slice(0, MOST_OFFERED)), ...optionItems(at)]);
  }

  offer(items, active = -1) {
    this.popup.show(items, active);
    const number = items.length === 1 ? "1 suggestion" : `${items.length} suggestions`;
    this.status.textContent = items.length ? `${number}. Use the up and down arrow keys.` : "";
  }

  insert(item) {
    this.settle();
    this.set(item.insert);
    this.field.setSelectionRange(item.insert.length, item.insert.length);
    // Choosing a command leads on to its options, and naming an option to its choices.
    if (item.command?.options.length || item.more) this.complete();
  }

  async send() {
    const text = this.field.value;
    if (this.busy || !text.trim()) return;
    if (text.length > this.desk.longest()) {
      const most = this.desk.longest().toLocaleString("en-GB");
      this.say(`That is ${text.length.toLocaleString("en-GB")} characters; ${most} is the most. Your text is still here.`);
      return;
    }
    this.settle();
    this.setBusy(true);
    const from = this.draftKey;
    // A command sent twice is answered twice, and no two posts.
    const answer = await this.desk.send(text, isCommand(text) ? "" : sendKey(from, text));
    this.setBusy(false);
    if (answer.sent) this.done(from, text);
    else this.say(answer.message ?? "", answer.hint, answer.suggestion);
  }

  done(from, text) {
    const remembered = memorable(text, this.desk.commands());
    this.lastSent = remembered;
    tab.set(`${from}:key`, "");
    // Somebody may have moved on to another channel meanwhile, whose draft must stay.
    if (from === this.draftKey && this.field.value === text) this.set("");
    else if (tab.get(from) === remembered) tab.set(from, "");
    if (from === this.draftKey) this.say("");
  }

  setBusy(busy) {
    this.busy = busy;
    this.field.readOnly = busy;
    this.element.classList.toggle("composer-busy", busy);
    this.element.setAttribute("aria-busy", String(busy));
  }

  /** Say beside the field why nothing was sent; the text stays. */
  say(message, hint = "", suggestion = "") {
    const use = () => this.fill(suggestion);
    this.notice.replaceChildren(
      ...(message ? [h("p", {}, h("strong", {}, message), hint && ` ${hint}`)] : []),
      ...(suggestion ? [h("button", { type: "button", class: "control", data: { tone: "plain" }, on: { click: use } }, `Use ${suggestion}`)] : []),
    );
  }

  drawHint() {
    const at = analyse(this.field.value, this.desk.commands());
    if (dropped(at)) this.hint.replaceChildren(...usage(at.command, null), privacy("What you type after it is dropped, and read by nobody."));
    else if (at.mode === "option") this.hint.replaceChildren(...usage(at.command, at.option), privacy(at.command.privacy));
    else if (at.mode === "name" && at.command) this.hint.replaceChildren(...usage(at.command, null), privacy(at.command.privacy));
    else if (isCommand(this.field.value)) this.hint.replaceChildren(privacy("A line that begins with / is never posted."));
    else this.hint.replaceChildren(h("span", { class: "hint-audience" }, icon("people"), this.audience), keys());
  }
}

/** The same text sent again after a lost connection is the same post, also after a reload. */
function sendKey(draftKey, text) {
  const [known, ...of] = tab.get(`${draftKey}:key`).split(" ");
  if (known && of.join(" ") === text) return known;
  const fresh = newKey();
  tab.set(`${draftKey}:key`, `${fresh} ${text}`);
  return fresh;
}

function drawItem(item) {
  if (!item.command) return [h("span", { class: "popup-label" }, item.label), item.detail && h("span", { class: "popup-detail" }, item.detail)];
  const [name, ...options] = item.label.split(" ");
  return [
    h("span", { class: "popup-label" }, h("b", {}, name), options.length > 0 && h("span", { class: "popup-options" }, ` ${options.join(" ")}`)),
    h("span", { class: "popup-detail" }, item.detail),
    item.command.privacy !== USUAL && h("span", { class: "popup-privacy" }, icon("lock"), item.command.privacy),
  ];
}

function usage(command, current) {
  const parts = command.options.map((option) => {
    const shape = option.required ? option.name : `[${option.name}]`;
    return h("span", { class: option === current ? "hint-option hint-current" : "hint-option" }, shape);
  });
  return [
    h("span", { class: "hint-usage" }, h("b", {}, `/${command.name}`), parts),
    current && h("span", { class: "hint-summary" }, current.summary),
  ].filter(Boolean);
}

const privacy = (text) => h("span", { class: "hint-privacy" }, icon("lock"), text);
const keys = () => h("span", { class: "hint-keys" }, h("kbd", {}, "/"), " for commands", unseen(". Shift and Enter begin a new line."));
