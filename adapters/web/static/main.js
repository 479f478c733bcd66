// Puts the parts together.

import { announce } from "./announcer.js";
import { drawBanner } from "./banner.js";
import { Clock } from "./clock.js";
import { Composer } from "./composer.js";
import { Cover } from "./cover.js";
import { byId, h, icon } from "./dom.js";
import { Drawer } from "./drawer.js";
import { FormDialog } from "./form.js";
import { browser } from "./memory.js";
import { Messages } from "./messages.js";
import { jsonTabs, Panel } from "./panel.js";
import { People } from "./people.js";
import { Sidebar } from "./sidebar.js";
import { Lost, Socket } from "./socket.js";
import { Store } from "./store.js";
import { Thread } from "./thread.js";
import { setNow } from "./time.js";
import { fitKeyboard, reveal } from "./view.js";
import { drawWelcome } from "./welcome.js";

const UNSURE = "The connection is lost, so I cannot tell whether this was sent. Your text is still here; send it again in a moment.";
const ONCE = "Sent again as it is within ten minutes, it is done only once.";
const LOST = "The connection is lost. Try again in a moment.";
const NEAR_THE_END = 120;

class Chat {
  constructor() {
    this.store = new Store();
    this.socket = new Socket(new URLSearchParams(location.search).get("as") ?? "");
    this.place = "";
    this.scroller = byId("scroller");
    this.sidebar = new Sidebar(byId("sidebar"), this.store);
    this.people = new People(byId("people"), this.store);
    this.drawer = new Drawer(() => this.drawFrame());
    this.clock = new Clock(byId("clock"), (step) => this.ask("move", { step }));
    this.panel = new Panel(byId("panel"), () => this.drawFrame());
    this.paneCover = new Cover(() => this.panel.close());
    this.form = new FormDialog(/** @type {HTMLDialogElement} */ (byId("form")));
    this.messages = new Messages(byId("messages"), this.store, this.handlers());
    this.composer = new Composer("Message", this.desk(() => ({ place: this.place })), { id: "line" });
    byId("composer").replaceWith(this.composer.element);
    /** @type {Thread | null} */
    this.thread = null;
    this.atEnd = true;
    this.height = 0;
    this.prepare();
  }

  prepare() {
    byId("show-json").append(icon("code"), h("span", {}, "Slack and Discord"));
    byId("show-json").addEventListener("click", (event) => this.toggleJson(event.currentTarget));
    byId("newer").addEventListener("click", () => this.toEnd());
    // The button goes with the press, and the focus must not go with it.
    byId("newer").addEventListener("click", () => this.messages.newest()?.focus({ preventScroll: true }));
    this.scroller.addEventListener("scroll", () => this.scrolled());
    this.scroller.addEventListener("load", () => this.atEnd && this.toEnd(), true); // a picture, and its size
    new ResizeObserver(() => this.resized()).observe(this.scroller);
    for (const link of document.querySelectorAll("[data-skip]")) {
      link.addEventListener("click", (event) => {
        event.preventDefault(); // the address after # names a channel
        byId(link.dataset.skip).focus();
      });
    }
    addEventListener("hashchange", () => this.openPlace(fromHash()));
    addEventListener("pagehide", () => this.leave());
    document.addEventListener("visibilitychange", () => {
      this.markRead();
      this.drawPlaces();
    });
    matchMedia("(max-width: 1100px)").addEventListener("change", () => this.drawFrame());
    this.socket.addEventListener("welcome", (event) => this.arrived(event.detail));
    this.socket.addEventListener("message", (event) => this.take(event.detail));
    this.socket.addEventListener("place", (event) => this.takePlace(event.detail));
    this.socket.addEventListener("read", (event) => this.takeReading(event.detail));
    this.socket.addEventListener("clock", (event) => this.takeTime(event.detail));
    this.socket.addEventListener("state", (event) => drawBanner(byId("banner"), event.detail, () => this.socket.retry()));
    fitKeyboard();
    this.socket.open();
  }

  // Arriving, and moving about -------------------------------------------------

  arrived(news) {
    const first = !this.place;
    // Back after a lost connection: what was missed comes in as if it had just been said.
    const missed = first || news.complete ? [] : news.messages;
    this.store.welcome({ ...news, messages: missed.length ? [] : news.messages });
    this.takeTime(news.now);
    byId("clock").hidden = !this.store.movable;
    if (first) {
      this.openPlace(fromHash());
      this.drawWelcome();
      return;
    }
    if (news.complete) this.startAfresh();
    for (const message of missed) this.take(message);
    this.markRead();
    this.drawPlaces();
    this.composer.drawHint();
  }

  /** The server was started anew, and keeps no messages: say so, rather than let them vanish without a word. */
  startAfresh() {
    this.messages.show(this.store.inPlace(this.place));
    if (this.panel.shows) this.panel.close();
    this.composer.say("The chat was started afresh.", "What was said before is gone.");
  }

  drawWelcome() {
    drawWelcome(byId("welcome"), this.store, (line) => this.composer.propose(line), () => this.composer.field.focus());
    if (byId("welcome").hidden) return;
    this.scroller.scrollTop = 0;
    this.atEnd = false;
  }

  openPlace(id) {
    const place = this.store.places.get(id) ?? this.store.places.values().next().value;
    if (!place || place.id === this.place) return;
    if (this.place) byId("welcome").hidden = true;
    this.store.leave(this.place);
    this.place = place.id;
    if (this.panel.shows) this.panel.close();
    const channel = place.kind === "channel";
    byId("place-name").textContent = channel ? `#${place.name}` : place.name;
    byId("place-topic").textContent = place.topic;
    byId("messages").setAttribute("aria-label", `Messages in ${place.name}`);
    const unread = this.store.unread(place.id);
    this.messages.show(this.store.inPlace(place.id), unread.length ? unread[0].id - 1 : Infinity);
    const audience = {
      channel: `Everybody in #${place.name} will see this`,
      bot: "Between you and hirg-bot",
      group: `Between you, ${place.name}`,
      direct: `Between you and ${place.name}`,
    };
    this.composer.move(`draft:${this.store.me}:${place.id}`, `Message ${channel ? "#" : ""}${place.name}`, audience[place.kind]);
    this.toEnd();
    this.markRead();
    this.drawFrame();
    // On a phone the keyboard would cover what one came to read.
    if (matchMedia("(pointer: fine)").matches) this.composer.field.focus({ preventScroll: true });
  }

  /** A browser may keep the page as it was, for the way back. */
  leave() {
    this.store.leave(this.place);
    this.messages.show(this.store.inPlace(this.place));
  }

  // Messages -------------------------------------------------------------------

  take(message) {
    const before = this.store.messages.get(message.id);
    this.store.keep(message);
    if (message.place === this.place) this.put(message, Boolean(before));
    if (message.author !== this.store.me) announce(byId("announcements"), this.store, message, before, this.place);
    this.markRead();
    this.drawPlaces();
  }

  takePlace(place) {
    this.store.places.set(place.id, place);
    this.drawPlaces();
  }

  /** On another page of theirs, somebody read on. */
  takeReading({ place, message }) {
    this.store.reads[place] = Math.max(this.store.reads[place] ?? 0, message);
    this.drawPlaces();
  }

  takeTime(iso) {
    setNow(iso);
    this.clock.draw();
    this.messages.nameDays();
  }

  put(message, known) {
    if (message.removed && !this.store.messages.has(message.id)) {
      this.messages.drop(message.id);
      this.thread?.replies.drop(message.id);
    } else if (message.thread) {
      this.threadOf(message.thread)?.put(message, known);
    } else {
      this.putInPlace(message, known);
    }
    if (message.thread) this.putRoot(message.thread);
    this.threadOf(message.id)?.change(message);
  }

  /** The thread of a message, if it is open. @param {number | null} id */
  threadOf(id) {
    return id && this.panel.shows === "thread" && this.panel.message === id ? this.thread : null;
  }

  /** Say below a message how many replies it has by now. @param {number} id */
  putRoot(id) {
    const root = this.store.messages.get(id);
    if (root) this.messages.put(root);
    else this.messages.drop(id);
  }

  putInPlace(message, known) {
    // What changes elsewhere must not carry the reader away; where they pressed something, they want to see it.
    const changed = known && !message.private && !this.messages.find(message.id)?.contains(document.activeElement);
    const stay = changed || (!this.nearEnd() && !message.private && message.author !== this.store.me);
    const item = this.messages.put(message);
    if (!stay) reveal(item);
    else if (!known) byId("newer").hidden = false;
    else if (this.atEnd) this.toEnd();
    this.scrolled();
  }

  markRead() {
    if (!this.place || document.hidden) return;
    const newest = this.store.unread(this.place).at(-1)?.id;
    if (!newest) return;
    this.store.reads[this.place] = newest;
    this.socket.ask("read", { place: this.place, message: newest }).catch(() => {});
  }

  nearEnd() {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    return scrollHeight - scrollTop - clientHeight < NEAR_THE_END;
  }

  toEnd() {
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.scrolled();
  }

  /** When the composer grows or the keyboard comes up, the newest words must not slip under it. */
  resized() {
    const changed = this.scroller.clientHeight !== this.height;
    this.height = this.scroller.clientHeight;
    if (changed && this.atEnd) this.toEnd();
  }

  scrolled() {
    // A scroll that was under way is told after the composer grew, but before `resized` is: it says nothing yet.
    if (this.height !== undefined && this.scroller.clientHeight !== this.height) return;
    this.atEnd = this.nearEnd();
    if (this.atEnd) byId("newer").hidden = true;
  }

  // Asking the server ----------------------------------------------------------

  handlers() {
    return {
      act: (message, control, element) => this.press(message, control, element),
      openThread: (message, opener) => this.openThread(message, opener),
      openJson: (message, opener) => this.openJson(message, opener),
    };
  }

  /** What a composer needs; `where` says which place and thread it writes to. */
  desk(where) {
    return {
      commands: () => this.store.commands,
      longest: () => this.store.longest,
      suggest: (command, option, typed) => this.suggest(command, option, typed),
      send: (text, key) => this.send({ ...where(), text, key }),
    };
  }

  async send(fields) {
    this.dismissWelcome();
    const answer = await this.ask("post", fields);
    if (answer.kind === "form") this.openForm(answer.form, fields);
    return { sent: answer.kind !== "refused", ...answer };
  }

  /** @param {number | null} beside the thread that is open where it was pressed */
  async press(message, control, element, beside = null) {
    if (element.getAttribute("aria-busy") === "true") return;
    element.setAttribute("aria-busy", "true");
    const thread = message.thread ?? beside;
    const answer = await this.ask("press", { message: message.id, thread, ...control });
    element.removeAttribute("aria-busy");
    if (answer.kind === "form") this.openForm(answer.form, { place: message.place, thread, message: message.id });
    const reply = this.threadOf(thread)?.composer;
    if (answer.kind === "refused") (reply?.element.isConnected ? reply : this.composer).say(answer.message, answer.hint);
  }

  openForm(form, { place, thread = null, message = 0 }) {
    this.form.open(form, {
      suggest: (option, typed) => this.suggest(form.call, option, typed),
      lost: () => this.threadOf(thread)?.replies.focus(message) || this.messages.focus(message) || this.composer.field.focus(),
      submit: async (values, key) => {
        const answer = await this.ask("submit", { place, thread, message, call: form.call, values, key });
        if (answer.kind === "invalid") return { done: false, problems: answer.problems };
        if (answer.kind === "refused") return { done: false, message: [answer.message, answer.hint].filter(Boolean).join(" ") };
        return { done: true };
      },
    });
  }

  async suggest(call, option, typed) {
    const answer = await this.ask("suggest", { place: this.place, call, option, typed });
    return answer.choices ?? [];
  }

  /** Ask, and turn a lost connection into a refusal like any other. */
  async ask(kind, fields) {
    try {
      return await this.socket.ask(kind, fields);
    } catch (error) {
      if (!(error instanceof Lost)) throw error;
      const written = [fields.text, ...Object.values(fields.values ?? {})].some((text) => text?.trim());
      return { kind: "refused", message: written ? UNSURE : LOST, hint: fields.key ? ONCE : "" };
    }
  }

  dismissWelcome() {
    if (!byId("welcome").hidden) browser.set("welcomed", "yes");
    byId("welcome").hidden = true;
  }

  // The pane at the side -------------------------------------------------------

  openThread(message, opener) {
    const act = (one, control, element) => this.press(one, control, element, message.id);
    const desk = this.desk(() => ({ place: this.place, thread: message.id }));
    this.thread = new Thread(message, this.store, { ...this.handlers(), act }, desk);
    this.panel.open("thread", message.id, "Thread", this.thread.parts, opener);
    this.thread.begin(message, `draft:${this.store.me}:${this.place}:${message.id}`, this.composer.audience);
    this.keepInView(message);
  }

  async openJson(message, opener) {
    const answer = await this.ask("preview", { message: message.id });
    if (answer.kind !== "preview") {
      this.composer.say(answer.message, answer.hint);
      return;
    }
    const tabs = jsonTabs(answer.previews);
    const lead = h("p", { class: "panel-lead" }, "Exactly what each platform would be sent for this answer.");
    this.panel.open("json", message.id, "This answer as JSON", [lead, ...tabs.parts], opener);
    this.keepInView(message);
    tabs.focus();
  }

  /** The pane takes its room from the messages, which move; the one it belongs to must not get lost. */
  keepInView(message) {
    const item = this.messages.find(message.id);
    if (item) reveal(item);
  }

  toggleJson(opener) {
    if (this.panel.shows === "json") {
      this.panel.close();
      return;
    }
    const newest = this.store.newestAnswer(this.place);
    if (newest) this.openJson(newest, opener);
    else this.composer.say("The bot has said nothing here yet.", "Ask it something first, such as /hirg.");
  }

  // The frame ------------------------------------------------------------------

  drawFrame() {
    const open = this.panel.shows !== "";
    const covers = open && matchMedia("(max-width: 1100px)").matches;
    byId("chat").classList.toggle("panel-open", open);
    byId("show-json").setAttribute("aria-expanded", String(this.panel.shows === "json"));
    this.paneCover.set(covers);
    byId("sidebar").inert = covers;
    for (const below of [byId("main"), byId("strip"), ...document.querySelectorAll("[data-skip]")]) below.inert = covers || this.drawer.open;
    for (const item of document.querySelectorAll(".message-shown")) item.classList.remove("message-shown");
    if (open) this.messages.find(this.panel.message)?.classList.add("message-shown");
    this.drawPlaces();
  }

  /** The list of places and the title, which both count what is unread. */
  drawPlaces() {
    this.sidebar.draw(this.place);
    this.people.draw(this.place);
    const unread = [...this.store.places.keys()].reduce((sum, place) => sum + this.store.unread(place).length, 0);
    byId("menu").classList.toggle("has-news", unread > 0);
    byId("menu").setAttribute("aria-label", `Channels and people${unread ? `, ${unread} unread` : ""}`);
    document.title = `${unread ? `(${unread}) ` : ""}${byId("place-name").textContent} · hirg-bot`;
  }
}

function fromHash() {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return "";
  }
}

new Chat();
