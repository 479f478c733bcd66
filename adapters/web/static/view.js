// What of the page is to be seen: the message that one came for, and the composer above a phone's keyboard.

/** Show a message from its beginning when it is taller than what can be seen of it. @param {HTMLElement} item */
export function reveal(item) {
  const scroller = item.closest(".scroller");
  const tall = item.offsetHeight > scroller.clientHeight - 24;
  if (!tall && !item.nextElementSibling) scroller.scrollTop = scroller.scrollHeight;
  else item.scrollIntoView({ block: tall ? "start" : "nearest" });
}

/** Safari on phones lays its keyboard over the page without telling the layout; this keeps the composer above it. */
export function fitKeyboard() {
  const viewport = window.visualViewport;
  if (!viewport) return;
  // Zoomed in, less is to be seen of a page that stays as large as it is.
  const fit = () => document.documentElement.style.setProperty("--viewport-height", `${viewport.height * viewport.scale}px`);
  viewport.addEventListener("resize", fit);
  fit();
}
