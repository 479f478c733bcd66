// The one socket: asks and answers by number, comes back by itself when it is lost.

const WAITS = [300, 1000, 2000, 4000, 8000];
const PATIENCE = 20000;

export class Lost extends Error {}

/** What is sent under the same key again is known, and not done again. */
export const newKey = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");

/**
 * Tells of `welcome` (all that is new), `message`, `place` (one that opened), `read` (how far one read on
 * another page), `clock` (the time was moved), `state` ("online", "lost", "refused").
 */
export class Socket extends EventTarget {
  /** @param {string} person whom one acts as; empty for whoever comes first */
  constructor(person) {
    super();
    this.person = person;
    this.state = "connecting";
    /** Where the last conversation with the server ended. */
    this.seen = { epoch: "", since: 0 };
    this.waiting = new Map();
    this.number = 0;
    this.tries = 0;
    addEventListener("online", () => this.retry());
    document.addEventListener("visibilitychange", () => document.hidden || this.retry());
  }

  open() {
    clearTimeout(this.timer);
    if (this.socket?.readyState === WebSocket.CONNECTING) return;
    const url = new URL("/socket", location.href);
    url.protocol = url.protocol.replace("http", "ws");
    this.socket = new WebSocket(url);
    this.socket.onmessage = (event) => this.take(JSON.parse(event.data));
    this.socket.onclose = () => this.lose();
    this.socket.onopen = () => this.greet();
  }

  /** Do not wait for the next attempt. */
  retry() {
    if (this.state === "lost") this.open();
  }

  /**
   * Ask for something and wait for the answer.
   * @param {string} kind
   * @param {Record<string, any>} fields
   * @returns {Promise<any>} rejects with `Lost` when the connection goes before the answer comes
   */
  ask(kind, fields = {}) {
    if (this.socket?.readyState !== WebSocket.OPEN) return Promise.reject(new Lost());
    const id = ++this.number;
    return new Promise((resolve, reject) => {
      // Nothing for so long means that the connection is gone without having said so.
      const timer = setTimeout(() => this.socket.close(), PATIENCE);
      this.waiting.set(id, { resolve, reject, timer });
      this.socket.send(JSON.stringify({ id, kind, ...fields }));
    });
  }

  async greet() {
    try {
      const answer = await this.ask("hello", { person: this.person, ...this.seen });
      if (answer.kind === "welcome") this.arrive(answer);
      else this.become("refused", answer);
    } catch {
      // lost again while greeting: `lose` has seen to it
    }
  }

  arrive(welcome) {
    this.tries = 0;
    this.person = welcome.me;
    this.seen.epoch = welcome.epoch;
    // All of it anew: another server counts its revisions from the beginning.
    if (welcome.complete) this.seen.since = 0;
    for (const message of welcome.messages) this.note(message);
    this.tell("welcome", welcome);
    this.become("online");
  }

  take(answer) {
    if (answer.id) {
      this.settle(answer.id, (waiting) => waiting.resolve(answer));
    } else if (answer.kind === "message") {
      this.note(answer.message);
      this.tell("message", answer.message);
    } else if (answer.kind === "read") {
      this.tell("read", answer);
    } else if (answer.kind === "place" || answer.kind === "clock") {
      this.tell(answer.kind, answer[answer.kind === "place" ? "place" : "now"]);
    }
  }

  note(message) {
    this.seen.since = Math.max(this.seen.since, message.revision);
  }

  settle(id, how) {
    const waiting = this.waiting.get(id);
    if (!waiting) return;
    clearTimeout(waiting.timer);
    this.waiting.delete(id);
    how(waiting);
  }

  lose() {
    for (const id of [...this.waiting.keys()]) this.settle(id, (waiting) => waiting.reject(new Lost()));
    if (this.state === "refused") return;
    const wait = WAITS[Math.min(this.tries++, WAITS.length - 1)];
    this.timer = setTimeout(() => this.open(), wait * (0.75 + Math.random() / 2));
    this.become("lost");
  }

  become(state, detail = null) {
    if (state === this.state) return;
    this.state = state;
    this.tell("state", { state, ...detail });
  }

  tell(kind, detail) {
    this.dispatchEvent(new CustomEvent(kind, { detail }));
  }
}
