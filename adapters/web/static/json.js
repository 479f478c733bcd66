// JSON, set so that it can be read: keys, texts and the rest in colours of their own.

import { h } from "./dom.js";

const TOKEN = /("(?:[^"\\]|\\.)*")(\s*:)?|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)/g;

/** @param {string} text as written by JSON.stringify @returns {(Node | string)[]} */
export function coloured(text) {
  const parts = [];
  let end = 0;
  for (const found of text.matchAll(TOKEN)) {
    const [whole, string, colon, literal] = found;
    parts.push(text.slice(end, found.index));
    if (string) parts.push(h("span", { class: colon ? "json-key" : "json-text" }, string), colon ?? "");
    else parts.push(h("span", { class: "json-literal" }, literal));
    end = found.index + whole.length;
  }
  parts.push(text.slice(end));
  return parts.filter(Boolean);
}
