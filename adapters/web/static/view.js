// What of the page is to be seen: the message that one came for, and the composer above a phone's keyboard.

// Above the keyboard of a phone that is held sideways, there is room for what one writes and hardly for more.
const LOW = 280;

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
  const { style, classList } = document.documentElement;
  const fit = () => {
    // Zoomed in, less is to be seen of a page that stays as large as it is.
    const height = viewport.height * viewport.scale;
    style.setProperty("--viewport-height", `${height}px`);
    classList.toggle("low", height < LOW);
    const field = document.activeElement;
    if (viewport.scale === 1 && field?.closest(".form-control")) field.scrollIntoView({ block: "nearest" });
  };
  viewport.addEventListener("resize", fit);
  fit();
}
