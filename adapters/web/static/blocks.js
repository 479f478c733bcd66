// The view tree → nodes; twin of render.py.

import { h } from "./dom.js";
import { momentText, fullTime } from "./time.js";

const SAFE = new Set(["http:", "https:", "mailto:"]);

/**
 * @param {any[]} blocks
 * @param {(control: {call: string, values: Record<string, string>}, element: HTMLElement) => void} act
 */
export function drawBlocks(blocks, act) {
  return blocks.map((block) => (DRAW[block.type] ?? unknown)(block, act));
}

const DRAW = {
  heading: (block) => h("h3", { class: "block-heading" }, block.text),
  text: (block, act) => beside(h("p", { class: "block-text" }, line(block.line)), block.controls, act),
  fields: (block) => h("dl", { class: "block-fields" }, block.pairs.map(field)),
  card,
  note: (block) => h("p", { class: "block-note" }, line(block.line)),
  image: picture,
  divider: () => h("hr", { class: "block-divider" }),
  actions: (block, act) => h("div", { class: "block-actions" }, block.controls.map((c) => control(c, act))),
};

/** Paragraphs of small print. @param {any[][]} lines */
export const drawLines = (lines) => lines.map((parts) => h("p", {}, line(parts)));

function unknown(block) {
  return h("p", { class: "block-note" }, block.text ?? "Reload the page to see this part.");
}

/** A picture, and for those who do not see it, or not well, all that it says in words. */
function picture(block) {
  const size = block.width > 0 && block.height > 0 ? { width: block.width, height: block.height } : {};
  return h(
    "figure",
    { class: "block-image" },
    h("img", { src: block.src, alt: block.alt, ...size }),
    h(
      "div",
      { class: "image-foot" },
      h("details", {}, h("summary", {}, "Read what it shows"), h("p", {}, block.alt)),
      h("a", { href: block.src, target: "_blank", rel: "noopener" }, "Open it larger"),
    ),
  );
}

function field(pair) {
  return h("div", {}, h("dt", {}, pair.name), h("dd", {}, line(pair.line)));
}

function card(block, act) {
  const words = h(
    "div",
    { class: "card-words" },
    h("h4", { class: "card-title" }, block.title),
    block.subtitle.length > 0 && h("p", { class: "card-subtitle" }, line(block.subtitle)),
    block.lines.map((parts) => h("p", { class: isAside(parts) ? "card-line card-aside" : "card-line" }, line(parts))),
  );
  const controls = block.controls.map((c) => control(c, act, block.title));
  return h("article", { class: "card" }, words, controls.length > 0 && h("div", { class: "card-controls" }, controls));
}

/** Whether a line is nothing but a remark. */
const isAside = (parts) => parts.length === 1 && parts[0].type === "emphasis";

function beside(words, controls, act) {
  if (!controls?.length) return words;
  return h("div", { class: "block-beside" }, words, controls.map((c) => control(c, act)));
}

function control(node, act, about = "") {
  return node.type === "select" ? select(node, act) : button(node, act, about);
}

function button(node, act, about) {
  const press = (event) => act({ call: node.call, values: {} }, event.currentTarget);
  // Five cards may have five buttons called alike; those who listen hear which is whose.
  const name = about ? { "aria-label": `${node.label}: ${about}` } : {};
  return h("button", { type: "button", class: "control", data: { tone: node.tone }, ...name, on: { click: press } }, node.label);
}

/** A menu and a button: choosing with the arrow keys alone must not send anything yet. */
function select(node, act) {
  const menu = h("select", {}, node.choices.map((choice) => h("option", { value: choice.value }, choice.label)));
  const press = (event) => act({ call: node.call, values: { [node.fills]: menu.value } }, event.currentTarget);
  const name = { "aria-label": `Choose: ${node.label}` };
  return h(
    "span",
    { class: "select-control" },
    h("label", {}, h("span", {}, node.label), menu),
    h("button", { type: "button", class: "control", data: { tone: "plain" }, ...name, on: { click: press } }, "Choose"),
  );
}

function line(parts) {
  return parts.map((part) => (INLINE[part.type] ?? plain)(part));
}

const plain = (part) => part.text;
const INLINE = {
  plain,
  strong: (part) => h("strong", {}, part.text),
  emphasis: (part) => h("em", {}, part.text),
  code: (part) => h("code", {}, part.text),
  person: (part) => h("span", { class: "person" }, part.text),
  time: (part) => h("time", { datetime: part.at, title: fullTime(part.at) }, momentText(part.at)),
  link,
};

function link(part) {
  const address = URL.parse?.(part.url) ?? parsed(part.url);
  if (!address || !SAFE.has(address.protocol)) return part.text;
  const elsewhere = address.protocol === "mailto:" ? {} : { target: "_blank", rel: "noopener noreferrer" };
  return h("a", { href: address.href, ...elsewhere }, part.text);
}

function parsed(url) {
  try {
    return new URL(url);
  } catch {
    return null;
  }
}
