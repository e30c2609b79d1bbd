// Pictures are made small on the phone: nobody pays for pixels that are thrown
// away. What the browser can't open is sent as it is.
async function small(f) {
  try {
    const b = await createImageBitmap(f), k = Math.min(1, 2048 / Math.max(b.width, b.height));
    if (k == 1 && f.size < 1e6) return f;
    const c = document.createElement("canvas"), g = c.getContext("2d");
    [c.width, c.height] = [b.width * k, b.height * k];
    g.fillStyle = "#fff";
    g.fillRect(0, 0, c.width, c.height);
    g.drawImage(b, 0, 0, c.width, c.height);
    const s = await new Promise((ok) => c.toBlob(ok, "image/jpeg", 0.85));
    return s.size < f.size ? new File([s], f.name, { type: s.type }) : f;
  } catch { return f; }
}
document.addEventListener("change", (e) => {
  const i = e.target, was = i.files, t = was && "shrink" in i.dataset && new DataTransfer();
  if (t) i.small = (async () => {
    for (const f of was) t.items.add(await small(f));
    if (i.files == was) i.files = t.files;
  })();
});

// Many pictures go one by one: a line that breaks loses one, and it stays chosen.
document.addEventListener("submit", async (e) => {
  const form = e.target, lost = form.dataset.each;
  if (!lost) return;
  e.preventDefault();
  e.stopPropagation();
  if (form.busy) return;
  form.busy = true;
  const i = form.querySelector("[type=file]"), bar = form.querySelector("progress"), say = form.querySelector("[role=status]");
  const left = new DataTransfer(), words = new Set();
  say.textContent = "";
  bar.parentElement.hidden = false;
  bar.removeAttribute("value");
  await i.small;
  const all = [...i.files];
  for (const [n, f] of all.entries()) {
    const d = new FormData();
    d.append(i.name, f);
    try {
      const a = await fetch(form.action, { method: "POST", body: d, headers: { accept: "application/json" } }), w = await a.json();
      if (!a.ok) w.words.forEach((one) => words.add(one));
    } catch {
      left.items.add(f);
      words.add(lost);
    }
    bar.max = all.length;
    bar.value = n + 1;
  }
  if (!words.size) return location.reload();
  bar.parentElement.hidden = true;
  i.files = left.files;
  say.textContent = [...words].join(" ");
  form.busy = false;
}, true);
