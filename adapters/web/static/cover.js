// What covers the page: a form, the drawer, on a narrow screen the pane. Each has an entry of its own in the browser's
// history, so that going back closes it and leads nowhere else; one that is closed otherwise takes its entry along.

/** What covers the page, the newest last. @type {Cover[]} */
const covers = [];
let returning = false;

const entries = () => history.state?.covers ?? 0;

/** Have as many entries as there are covers. */
function level() {
  if (returning) return;
  returning = entries() > covers.length;
  if (returning) history.go(covers.length - entries()); // which is told when it is done
  while (entries() < covers.length) history.pushState({ covers: entries() + 1 }, "");
}

addEventListener("popstate", () => {
  if (returning) returning = false;
  else for (const cover of covers.splice(entries()).reverse()) cover.close();
  level();
});

export class Cover {
  /** @param {() => void} close */
  constructor(close) {
    this.close = close;
  }

  /** @param {boolean} lies whether it lies over the page from now on */
  set(lies) {
    const at = covers.indexOf(this);
    if (lies === at >= 0) return;
    if (lies) covers.push(this);
    else covers.splice(at, 1);
    // Where one thing takes the place of another, the entry stays.
    queueMicrotask(level);
  }
}

// After a reload nothing covers the page any more.
level();
