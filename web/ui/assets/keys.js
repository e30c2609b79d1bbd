// The desk by keys, and photos made small before they are sent. Every page
// works without this file.
const main = document.getElementById("main"), list = document.getElementById("keys"), hint = document.querySelector(".keys-hint");

// Keys are for who has a keyboard: a phone is not told about them.
if (hint && matchMedia("(hover: hover) and (pointer: fine)").matches) hint.hidden = false;
document.querySelector("[data-keys]")?.addEventListener("click", () => list.showModal());

const rows = () => [...main.querySelectorAll(".todo, tbody tr")].filter((r) => r.querySelector("a[href]") && r.offsetParent);
const row = () => document.activeElement?.closest?.(".todo, tbody tr");
const step = (by) => {
  const all = rows(), at = all.indexOf(row());
  const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1)];
  const link = next?.querySelector("th a[href], h3 a[href], a[href]");
  link?.focus();
  link?.scrollIntoView({ block: "nearest" });
};
const acts = {
  j: () => step(1),
  k: () => step(-1),
  a: () => {
    const found = (row() ?? main).querySelectorAll('form[action$="/accept"] button');
    if (found.length === 1) found[0].click();
  },
  "/": () => (main.querySelector('[type="search"]') ?? document.querySelector('[type="search"]'))?.focus(),
  "?": () => list?.showModal(),
};
document.addEventListener("keydown", (e) => {
  if (e.ctrlKey || e.metaKey || e.altKey || e.isComposing || e.defaultPrevented || list?.open) return;
  if (e.target.closest("input, select, textarea, [contenteditable]")) return;
  // On a Cyrillic or Arabic keyboard the key that stands where j stands counts.
  const key = acts[e.key] ? e.key : e.key.length === 1 && e.key > "\x7f" ? { KeyJ: "j", KeyK: "k", KeyA: "a", Slash: e.shiftKey ? "?" : "/" }[e.code] : null;
  if (!key || !acts[key]) return;
  e.preventDefault();
  acts[key]();
});
