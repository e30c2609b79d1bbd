// The scanning page counts packages without a line. What was scanned stays on the phone
// and is sent when the line is back, as often as it takes: the node knows each scan by
// the name of the phone and its number. The form below does the same without this file.
const root = document.getElementById("scan"), d = root.dataset, at = (name) => root.querySelector("[data-" + name + "]");
const place = "scan " + d.crisis + "/" + d.consignment, of = Number(d.of), say = JSON.parse(d.words);
const name = () => [...crypto.getRandomValues(new Uint8Array(12))].map((b) => b.toString(36).padStart(2, "0")).join("");

// The book is read anew each time, since another page of the same phone may write it.
const fresh = { device: name(), next: 1, waits: [], mine: [], strange: [], again: 0 };
let book = fresh;
const load = () => {
  try { book = JSON.parse(localStorage.getItem(place)) ?? fresh; } catch {}
  return book;
};
const keep = () => {
  try { localStorage.setItem(place, JSON.stringify(book)); } catch {}
  show();
};

// span reads "1-410,432".
const span = (text) => text.split(",").filter(Boolean).flatMap((s) => {
  const [a, b = a] = s.split("-").map(Number);
  return Array.from({ length: Math.max(0, Math.min(b, a + 4999) - a + 1) }, (_, i) => a + i);
});
const known = new Set(span(d.seen));
const zeros = [0x660, 0x6f0, 0x966, 0xde6, 0x1040, 0x17e0, 0xff10];
const digits = (s) => s.replace(/\p{Nd}/gu, (c) => {
  const n = c.codePointAt(0), z = zeros.find((z) => n >= z && n < z + 10);
  return z ? String(n - z) : c;
});

// read gives the numbers of what was scanned or typed; null for a package of another
// consignment, none for what is no label.
function read(text) {
  const url = /^https?:\/\/[^/]+\/relief\/(\d+)\/(\d+)\?(?:.*&)?p=(\d+)(?:&.*)?$/i.exec(text);
  if (url) return url[1] == d.crisis && url[2] == d.consignment ? [Number(url[3])] : null;
  text = digits(text).replace(/[–—]/g, "-");
  return /^\d{1,6}(-\d{1,6})?$/.test(text) ? span(text).filter((n) => n > 0) : [];
}

const last = at("last");
function tell(tone, words) {
  last.className = "note note-" + tone;
  last.textContent = words;
  last.hidden = false;
  navigator.vibrate?.(tone == "leaf" ? 60 : [60, 60, 60]);
}

// add counts what was scanned at once, and writes it down to be sent.
function add(text) {
  let bad = "";
  load();
  const here = new Set([...known, ...book.mine]);
  for (const word of text.trim().split(/[\s,;،]+/)) {
    const list = read(word);
    if (!list?.length) bad = word + ": " + (list ? say.bad : say.other);
    for (const n of list ?? []) {
      book.waits.push([book.next++, n, Date.now()]);
      const tone = n > of ? "pome" : here.has(n) ? "saff" : "leaf";
      tell(tone, n + ": " + { pome: say.strange, saff: say.again, leaf: say.fresh }[tone]);
      if (tone == "saff") book.again++;
      else if (tone == "leaf") here.add(n), book.mine.push(n);
      else if (!book.strange.includes(n)) book.strange.push(n);
    }
  }
  keep();
  if (bad) tell("pome", bad);
  clearTimeout(add.soon);
  add.soon = setTimeout(send, 1500);
}

function show() {
  const here = new Set([...known, ...book.mine]).size, f = (n) => n.toLocaleString(document.documentElement.lang);
  const put = (what, words) => root.querySelector(`[data-n=${what}]`).textContent = words;
  put("seen", f(here) + " / " + f(of));
  put("again", f(book.again));
  put("strange", book.strange.slice(-20).join(", ") || f(0));
  put("waits", f(book.waits.length));
}

// send sends what waits, a thousand at once. What is refused stays, with the reason.
let sending = false;
async function send() {
  if (sending || !load().waits.length) return show();
  sending = true;
  const wrong = at("wrong");
  try {
    while (load().waits.length) {
      const part = book.waits.slice(0, 1000);
      const res = await fetch(d.sync, { method: "POST", headers: { "content-type": "application/json", accept: "application/json" }, body: JSON.stringify({ device: book.device, scans: part }) });
      const told = await res.json();
      wrong.hidden = res.ok;
      wrong.textContent = res.ok ? "" : told.words;
      if (!res.ok) break;
      document.querySelector("[data-said]").textContent = told.words;
      const sent = new Set(part.map((s) => s[0]));
      load();
      book.waits = book.waits.filter((s) => !sent.has(s[0]));
      keep();
    }
  } catch {} finally { sending = false; }
}

const form = root.querySelector("form"), field = form.elements.one;
form.addEventListener("submit", (e) => {
  e.preventDefault();
  e.stopImmediatePropagation();
  if (field.value.trim()) add(field.value);
  field.value = "";
  field.focus();
});
at("send").onclick = send;
addEventListener("online", send);
setInterval(send, 30000);
root.hidden = false;
document.querySelector("[data-plain]").hidden = true;
load();
keep();
send();

// The camera reads labels where the browser can.
const cam = at("camera"), film = at("film");
if (self.BarcodeDetector && navigator.mediaDevices) {
  cam.hidden = false;
  cam.onclick = async () => {
    try {
      film.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      film.hidden = false;
      await film.play();
      cam.hidden = true;
      const eye = new BarcodeDetector({ formats: ["qr_code"] }), then = {};
      for (;;) {
        for (const c of await eye.detect(film).catch(() => [])) {
          if (Date.now() - (then[c.rawValue] ?? 0) > 3000) add(c.rawValue);
          then[c.rawValue] = Date.now();
        }
        await new Promise((ok) => setTimeout(ok, 150));
      }
    } catch (err) { tell("pome", err.message); }
  };
}

// The page is kept with its script, so that it opens without a line from now on.
if (self.caches) {
  const c = await caches.open("scan");
  c.add(import.meta.url).catch(() => {});
  if (navigator.onLine) navigator.serviceWorker?.ready.then(() => c.add(location.href)).catch(() => {});
}
