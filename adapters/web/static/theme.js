// Runs before the page is drawn, so that nobody is dazzled by a flash of the other theme.
(() => {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const remembered = () => {
    try {
      return localStorage.getItem("theme");
    } catch {
      return null; // storage can be switched off; the theme then lasts as long as the page
    }
  };
  const apply = () => {
    document.documentElement.dataset.theme = remembered() ?? (system.matches ? "dark" : "light");
  };
  system.addEventListener("change", apply);
  addEventListener("storage", apply);
  apply();
})();
