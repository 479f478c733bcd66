// What this page knows of the room.

/**
 * @typedef {{id: string, name: string, title: string, roles: string[]}} Person
 * @typedef {{id: string, kind: "channel" | "bot" | "group" | "direct", name: string, topic: string, with: string}} Place
 * @typedef {{id: number, revision: number, place: string, thread: number | null, author: string, at: string,
 *   text: string, blocks: any[] | null, private: boolean, fleeting: boolean, asked: string, edited: boolean, removed: boolean}} Message
 */

export const BOT = "hirg-bot";

export class Store {
  constructor() {
    this.me = "";
    /** @type {Map<string, Person>} */
    this.people = new Map();
    /** @type {Map<string, Place>} */
    this.places = new Map();
    /** @type {Map<number, Message>} */
    this.messages = new Map();
    /** @type {Record<string, number>} */
    this.reads = {};
    this.commands = [];
    this.tries = [];
    this.links = [];
    this.movable = false;
    this.longest = 8000;
  }

  /** Take in what the server says on arrival; a complete welcome replaces everything. */
  welcome(news) {
    this.me = news.me;
    this.people = new Map(news.people.map((person) => [person.id, person]));
    this.places = new Map(news.places.map((place) => [place.id, place]));
    this.commands = news.commands;
    this.tries = news.tries;
    this.links = news.links;
    this.movable = news.movable;
    this.longest = news.longest;
    this.reads = news.reads;
    if (news.complete) this.messages.clear();
    for (const message of news.messages) this.messages.set(message.id, message);
    for (const message of news.messages) this.keep(message);
  }

  /** Keep what a message says now; one that was taken back stays as long as there are replies to it. */
  keep(message) {
    this.messages.set(message.id, message);
    if (message.removed && !this.replies(message.id).length) this.messages.delete(message.id);
    const root = message.thread ? this.messages.get(message.thread) : null;
    if (message.removed && root?.removed) this.keep(root);
  }

  /** Let go of what is gone once one leaves a place, as it says itself. @param {string} place */
  leave(place) {
    for (const message of this.messages.values()) {
      if (message.place === place && message.fleeting) this.messages.delete(message.id);
    }
  }

  /** The messages of a place, without what stands in threads, oldest first. @param {string} place */
  inPlace(place) {
    return this.sorted((message) => message.place === place && !message.thread);
  }

  /** @param {number} root */
  replies(root) {
    return this.sorted((message) => message.thread === root);
  }

  /** The newest answer of the bot in a place. @param {string} place */
  newestAnswer(place) {
    return this.sorted((message) => message.place === place && message.blocks).at(-1);
  }

  /** @param {string} place */
  unread(place) {
    const read = this.reads[place] ?? 0;
    return this.sorted((m) => m.place === place && m.id > read && m.author !== this.me && !m.removed);
  }

  /** @param {string} author */
  nameOf(author) {
    return author === BOT ? BOT : (this.people.get(author)?.name ?? "Somebody");
  }

  sorted(wanted) {
    return [...this.messages.values()].filter(wanted).sort((a, b) => a.id - b.id);
  }
}
