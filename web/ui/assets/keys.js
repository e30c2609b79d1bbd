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

// A photo of a phone has several megabytes; on a slow line that is minutes.
// What is sent is at most 1600 pixels wide or high.
const most = 1600;
document.addEventListener("change", async (e) => {
  const input = e.target, file = input.files?.[0];
  if (!input.matches?.("[data-shrink]") || !file || file.type !== "image/jpeg" || file.size < 400_000) return;
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const by = Math.min(1, most / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * by);
    canvas.height = Math.round(picture.height * by);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const small = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
    if (!small || small.size >= file.size || input.files[0] !== file) return;
    const bag = new DataTransfer();
    bag.items.add(new File([small], file.name, { type: "image/jpeg" }));
    input.files = bag.files;
  } catch { /* the photo is sent as it is */ }
});
