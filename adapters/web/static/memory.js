// What the browser keeps: drafts for this tab, small preferences for this browser.
// Storage can be switched off, or full; then things last as long as the page.

/** @param {Storage | null} storage */
const keeper = (storage) => {
  const fallback = new Map();
  return {
    /** @param {string} key @returns {string} */
    get(key) {
      try {
        return fallback.get(key) ?? storage?.getItem(key) ?? "";
      } catch {
        return "";
      }
    },
    /** @param {string} key @param {string} value an empty one is forgotten */
    set(key, value) {
      fallback.set(key, value);
      try {
        if (!storage) return;
        if (value) storage.setItem(key, value);
        else storage.removeItem(key);
        fallback.delete(key);
      } catch {
        // it stays where it is
      }
    },
  };
};

const open = (name) => {
  try {
    return window[name];
  } catch {
    return null;
  }
};

export const tab = keeper(open("sessionStorage"));
export const browser = keeper(open("localStorage"));
