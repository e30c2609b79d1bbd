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
// chosen makes an input's files those given.
function chosen(i, files) {
  const t = new DataTransfer();
  for (const f of files) t.items.add(f);
  i.files = t.files;
}
document.addEventListener("change", (e) => {
  const i = e.target, was = i.files;
  if (was && "shrink" in i.dataset) i.small = (async () => {
    const made = [];
    for (const f of [...was]) made.push(await small(f));
    if (i.files == was) chosen(i, made);
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
  const left = [], words = new Set();
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
      left.push(f);
      words.add(lost);
    }
    bar.max = all.length;
    bar.value = n + 1;
  }
  if (!words.size) return location.reload();
  bar.parentElement.hidden = true;
  chosen(i, left);
  say.textContent = [...words].join(" ");
  form.busy = false;
}, true);

// A picture is cut by a stroke over it, and a tap says what one looks at. Both
// set the sliders, which stay what is sent.
const crop = document.querySelector("[data-crop]");
if (crop) {
  const f = crop.closest("form").elements, img = crop.querySelector("img"), box = document.createElement("div"), dot = document.createElement("div");
  Object.assign(crop.style, { position: "relative", inlineSize: "fit-content", touchAction: "pinch-zoom", cursor: "crosshair", overflow: "hidden" });
  Object.assign(box.style, { position: "absolute", boxShadow: "0 0 0 100vmax rgb(0 0 0/.5)", outline: "2px solid #fff", pointerEvents: "none" });
  Object.assign(dot.style, { position: "absolute", width: "1.5rem", height: "1.5rem", margin: "-.75rem", borderRadius: "50%", border: "3px solid #fff", boxShadow: "0 0 0 2px #000", pointerEvents: "none" });
  crop.append(box, dot);
  img.draggable = false;
  const paint = () => {
    for (const s of ["left", "top", "right", "bottom"]) box.style[s] = f[s].value / 10 + "%";
    dot.style.left = f.at_x.value / 10 + "%";
    dot.style.top = f.at_y.value / 10 + "%";
  };
  const at = (e) => {
    const r = img.getBoundingClientRect(), k = (n) => Math.round(Math.min(1000, Math.max(0, n * 1000)));
    return [k((e.clientX - r.left) / r.width), k((e.clientY - r.top) / r.height)];
  };
  let from;
  crop.onpointerdown = (e) => {
    from = at(e);
    crop.setPointerCapture(e.pointerId);
  };
  crop.onpointermove = (e) => {
    if (!from) return;
    const to = at(e), [x, y] = [0, 1].map((n) => Math.abs(to[n] - from[n]));
    if (x < 50 || y < 50) return;
    [f.left.value, f.top.value] = [0, 1].map((n) => Math.min(to[n], from[n]));
    [f.right.value, f.bottom.value] = [0, 1].map((n) => 1000 - Math.max(to[n], from[n]));
    from.drawn = true;
    paint();
  };
  crop.onpointerup = (e) => {
    if (from && !from.drawn) [f.at_x.value, f.at_y.value] = at(e);
    from = null;
    paint();
  };
  crop.onpointercancel = () => from = null;
  crop.closest("form").addEventListener("input", paint);
  paint();
}
