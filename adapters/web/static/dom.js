// Building the page: nodes and text only. Nothing anywhere turns a string into HTML.

const SVG = "http://www.w3.org/2000/svg";

/**
 * Make an element. `on` holds listeners, `data` data attributes; true stands for an attribute without a value,
 * and false, null or undefined for none.
 * @param {string} tag
 * @param {Record<string, any>} [props]
 * @param {...any} children nodes, texts, lists of these; empty ones are left out
 * @returns {HTMLElement}
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (name === "on") {
      for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
    } else if (name === "data") {
      Object.assign(element.dataset, value);
    } else if (value === true) {
      element.setAttribute(name, "");
    } else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(name, value);
    }
  }
  element.append(...children.flat(Infinity).filter((child) => child || child === 0));
  return element;
}

/** @param {string} id @returns {HTMLElement} */
export const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** Whether a key belongs to what is being composed; Safari tells of the last one only by its number. @param {KeyboardEvent} event */
export const composing = (event) => event.isComposing || event.keyCode === 229;

/** Text for those who listen rather than look. @param {string} text */
export const unseen = (text) => h("span", { class: "visually-hidden" }, text);

const ICONS = {
  menu: ["M4 7h16M4 12h16M4 17h16"],
  close: ["M6 6l12 12M18 6L6 18"],
  send: ["M5 12h13M12 5.500l6.500 6.500-6.500 6.500"],
  lock: ["M7 11V8a5 5 0 0 1 10 0v3", "M6 11h12a1 1 0 0 1 1 1v7a1 1 0 0 1-1 1H6a1 1 0 0 1-1-1v-7a1 1 0 0 1 1-1z"],
  people: ["M9 11a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7z", "M2.500 20c.4-3.600 3-6 6.500-6s6.100 2.400 6.500 6", "M16 4.400a3.500 3.500 0 0 1 0 6.200M18 14.600c2 .9 3.200 2.800 3.500 5.400"],
  code: ["M8.500 7.500L4 12l4.500 4.500M15.500 7.500L20 12l-4.500 4.500"],
  reply: ["M20 12a7.500 7 0 0 1-11 6.200L4.500 19.500l1.300-3.700A6.600 6.600 0 0 1 5 12a7.500 7 0 0 1 15 0z"],
  sun: ["M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8z", "M12 3v1.500M12 19.500V21M3 12h1.500M19.500 12H21M5.600 5.600l1.100 1.100M17.300 17.300l1.100 1.100M18.400 5.600l-1.100 1.100M6.700 17.300l-1.100 1.100"],
  moon: ["M20 14.500A8.300 8.300 0 0 1 9.500 4a8.300 8.300 0 1 0 10.500 10.500z"],
  copy: ["M9 9h9a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1H9a1 1 0 0 1-1-1v-9a1 1 0 0 1 1-1z", "M5 15V6a1 1 0 0 1 1-1h9"],
  clock: ["M12 20.500a8.500 8.500 0 1 0 0-17 8.500 8.500 0 0 0 0 17z", "M12 7.500V12l3 2"],
  chevron: ["M7 10l5 5 5-5"],
  map: ["M4 6h16M4 12h11M4 18h6"],
  check: ["M5 12.500l4.500 4.500L19 7.500"],
};

/** Draw an icon that says nothing to those who listen: its button carries the name. @param {keyof typeof ICONS} name */
export function icon(name) {
  const drawing = svg("svg", { class: "icon", viewBox: "0 0 24 24", "aria-hidden": "true", focusable: "false" });
  drawing.append(...ICONS[name].map((d) => svg("path", { d })));
  return drawing;
}

/** The bot's mark: an equals sign, being spoken. */
export function mark() {
  const drawing = svg("svg", { class: "mark", viewBox: "0 0 40 40", "aria-hidden": "true", focusable: "false" });
  const bubble =
    "M20 3c9.700 0 17 6.600 17 15.200S29.700 33.400 20 33.400c-1.900 0-3.700-.25-5.400-.72L7.500 36.700c-.9.500-1.900-.3-1.700-1.300l1.200-6.300C4.400 26.300 3 22.500 3 18.200 3 9.600 10.300 3 20 3Z";
  drawing.append(svg("path", { class: "mark-bubble", d: bubble }), svg("path", { class: "mark-lines", d: "M13 14.700h14M13 22.300h14" }));
  return drawing;
}

function svg(tag, attributes) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

/** Run `action` once nothing called it for `wait` milliseconds. */
export function debounce(action, wait) {
  let timer = 0;
  return (...args) => {
    clearTimeout(timer);
    timer = setTimeout(() => action(...args), wait);
  };
}
