// A field of a form that is completed while one types; any text may stand in it.

import { composing, debounce, h } from "./dom.js";
import { Popup } from "./popup.js";

const PAUSE = 120;

/**
 * @param {Record<string, any>} attributes of the input
 * @param {string} label
 * @param {(typed: string) => Promise<{label: string, value: string}[]>} suggest
 * @param {boolean} lines whether it takes several; such a field has no role of its own, and keeps its arrow keys
 */
export function combobox(attributes, label, suggest, lines) {
  const input = /** @type {HTMLInputElement} */ (
    lines
      ? h("textarea", { ...attributes, rows: "3", autocomplete: "off" })
      : h("input", { ...attributes, type: "text", role: "combobox", "aria-expanded": "false", autocomplete: "off" })
  );
  const choose = (choice) => {
    input.value = choice.value;
    input.dispatchEvent(new Event("change"));
  };
  const popup = new Popup(input, label, choose, (choice) => choice.label);
  let turn = 0;
  const later = debounce(async (mine) => {
    const choices = mine === turn ? await suggest(input.value) : [];
    // An answer to an older question, or to a field that was left, comes too late.
    if (mine === turn) popup.show(choices);
  }, PAUSE);
  const fetch = () => later(++turn);
  const forget = () => {
    turn += 1;
    popup.close();
  };
  input.addEventListener("input", fetch);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") turn += 1;
    if (composing(event) || popup.key(event)) return;
    if (event.key === "ArrowDown" && !popup.open && !lines) {
      event.preventDefault();
      fetch();
    } else if (event.key === "Enter") {
      forget();
    }
  });
  input.addEventListener("blur", forget);
  return { input, list: popup.list };
}
