// What the browser keeps: drafts for this tab, small preferences for this browser.
// Storage can be switched off; then things last as long as the page.

const fallback = new Map();

/** @param {Storage | null} storage */
const keeper = (storage) => ({
  /** @param {string} key @returns {string} */
  get(key) {
    try {
      return storage?.getItem(key) ?? "";
    } catch {
      return fallback.get(key) ?? "";
    }
  },
  /** @param {string} key @param {string} value an empty one is forgotten */
  set(key, value) {
    try {
      if (value) storage?.setItem(key, value);
      else storage?.removeItem(key);
    } catch {
      fallback.set(key, value);
    }
  },
});

const open = (name) => {
  try {
    return window[name];
  } catch {
    return null;
  }
};

export const tab = keeper(open("sessionStorage"));
export const browser = keeper(open("localStorage"));
