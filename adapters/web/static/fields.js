// The fields of a form, each with its own way of being read, filled in and pointed at.

import { combobox } from "./combobox.js";
import { h } from "./dom.js";

/**
 * @typedef {object} Control
 * @property {any[]} parts what stands under the label
 * @property {HTMLElement} first what gets the focus
 * @property {() => string} read several choices are joined by commas
 * @property {(value: string) => void} fill
 * @property {HTMLElement[]} inputs everything one can change
 * @property {boolean} [several] whether the label names a group rather than one input
 */

/**
 * @param {any} option as described by commands.py
 * @param {(option: string, typed: string) => Promise<any[]>} suggest
 */
export function drawField(option, suggest) {
  const id = `field-${option.name}`;
  const control = CONTROL[kindOf(option)](option, attributesOf(option, id), suggest);
  const problem = h("p", { class: "form-problem", id: `${id}-problem` });
  const mark = h("span", { class: option.required ? "form-mark form-mark-required" : "form-mark" }, option.required ? "required" : "optional");
  const name = [option.summary, " ", mark];
  const count = h("p", { class: "form-count", id: `${id}-count` });
  const body = [h("div", { class: "form-control" }, control.parts), count, problem];
  const element = control.several
    ? h("fieldset", { class: "form-field", id, "aria-describedby": `${id}-problem` }, h("legend", {}, name), body)
    : h("div", { class: "form-field" }, h("label", { for: id }, name), body);
  const point = (text) => {
    problem.textContent = text;
    for (const input of control.inputs) mistaken(input, Boolean(text));
  };
  const counted = !(option.choices.length || option.kind === "date" || option.kind === "time");
  const fill = (value) => {
    control.fill(value);
    if (counted) count.textContent = room(option, value);
  };
  fill(option.value);
  const changed = () => {
    point("");
    if (counted) count.textContent = room(option, control.read());
  };
  for (const input of control.inputs) for (const event of ["input", "change"]) input.addEventListener(event, changed);
  return { option, element, point, ...control, fill };
}

/** How many characters there is room for still, once it matters; the browser would cut off the rest of what is pasted. */
function room(option, text) {
  const left = option.maxLength - lengthOf(text);
  if (left < 0) return `Too long by ${characters(-left)}.`;
  return left <= option.maxLength / 10 ? `Room for ${characters(left)} more.` : "";
}

/** As many characters as are counted where it is read: an emoji is one. */
const lengthOf = (text) => [...text].length;
const characters = (number) => `${number.toLocaleString("en-GB")} ${number === 1 ? "character" : "characters"}`;

/** What is wrong with a field before anybody is asked; empty when nothing is. */
export function mistake({ option, first, read }) {
  if (/** @type {any} */ (first).validity?.badInput) return option.kind === "date" ? "This date is not finished, or not in the calendar." : "This time is not finished.";
  if (!option.choices.length && lengthOf(read()) > option.maxLength) return "Please shorten it; nothing was cut off.";
  return option.required && !read().trim() ? "Please fill this in." : "";
}

function kindOf(option) {
  if (option.choices.length) return option.many ? "several" : "menu";
  if (option.completes) return "completed";
  return option.kind;
}

function attributesOf(option, id) {
  return { id, name: option.name, "aria-describedby": `${id}-count ${id}-problem`, "aria-required": option.required ? "true" : null };
}

const written = (option) => ({ dir: "auto", placeholder: option.placeholder || null });

const CONTROL = {
  word: (option, attributes) => one(h("input", { ...attributes, ...written(option), type: "text", autocomplete: "off" })),
  paragraph: (option, attributes) => one(h("textarea", { ...attributes, ...written(option), rows: "4" })),
  date: (_option, attributes) => one(h("input", { ...attributes, type: "date" })),
  time: (_option, attributes) => one(h("input", { ...attributes, type: "time" })),
  completed(option, attributes, suggest) {
    const find = (typed) => suggest(option.name, typed);
    const { input, list } = combobox({ ...attributes, ...written(option) }, option.summary, find, option.kind === "paragraph");
    return one(input, list);
  },
  menu(option, attributes) {
    const none = h("option", { value: "" }, option.required ? "Choose one" : "Any");
    return one(h("select", attributes, !(option.settled && option.value) && none, option.choices.map((c) => h("option", { value: c.value }, c.label))));
  },
  several,
};

/** @returns {Control} */
function one(element, ...more) {
  const input = /** @type {HTMLInputElement} */ (element);
  return { parts: [input, ...more], first: input, inputs: [input], read: () => input.value, fill: (value) => (input.value = value) };
}

/** Several choices: a box to tick for each. @returns {Control} */
function several(option, { name }) {
  const boxes = option.choices.map((choice) => /** @type {HTMLInputElement} */ (h("input", { type: "checkbox", name, value: choice.value })));
  const labels = boxes.map((box, at) => h("label", { class: "form-tick" }, box, h("span", {}, option.choices[at].label)));
  return {
    parts: [h("div", { class: "form-ticks" }, labels)],
    first: boxes[0],
    inputs: boxes,
    several: true,
    read: () => boxes.filter((box) => box.checked).map((box) => box.value).join(","),
    fill: (value) => {
      const chosen = new Set(value.split(","));
      for (const box of boxes) box.checked = chosen.has(box.value);
    },
  };
}

function mistaken(input, yes) {
  if (yes) input.setAttribute("aria-invalid", "true");
  else input.removeAttribute("aria-invalid");
}
