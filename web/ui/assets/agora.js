// Small helps. Every page works without this file.
document.documentElement.classList.add("js");

// One more, one less.
document.addEventListener("click", (e) => {
  const b = e.target.closest(".qty button[data-step]");
  if (!b) return;
  const input = b.parentElement.querySelector("input");
  const step = Number(b.dataset.step) * Number(input.step || 1);
  const low = Number(input.min || 1), high = Number(input.max || 9999);
  input.value = Math.min(high, Math.max(low, (parseInt(input.value, 10) || low) + step));
  input.dispatchEvent(new Event("change", { bubbles: true }));
});

// A form marked data-auto is sent when a choice changes.
document.addEventListener("change", (e) => {
  const form = e.target.form;
  if (form && form.hasAttribute("data-auto")) form.requestSubmit();
});

// A form is sent once; the button says so until the next page is here.
document.addEventListener("submit", (e) => {
  const form = e.target;
  const question = e.submitter && e.submitter.dataset.sure;
  if (question && !confirm(question)) return e.preventDefault();
  if (form.method !== "post") return;
  if (form.dataset.sent) return e.preventDefault();
  form.dataset.sent = "1";
  if (e.submitter) e.submitter.setAttribute("aria-busy", "true");
});
addEventListener("pageshow", () => {
  for (const f of document.querySelectorAll("form[data-sent]")) delete f.dataset.sent;
});

// After a refused form the list of what is wrong has the focus, or else the
// first field with an error.
const bad = document.querySelector("[role=alert][autofocus]") ?? document.querySelector("[aria-invalid=true]");
if (bad) bad.focus();

// The current one of a row that scrolls is in view.
for (const e of document.querySelectorAll(".tabs [aria-current], .run [aria-current]")) {
  const row = e.parentElement.getBoundingClientRect(), r = e.getBoundingClientRect();
  e.parentElement.scrollLeft += r.left + r.width / 2 - row.left - row.width / 2;
}

// Live numbers: <body data-live="/desk/live">; an event "count" carries
// {"orders": 3}, and whatever has data-count="orders" shows it. An event
// "fresh" says that the page is old; a line offers to load it again.
const live = document.body.dataset.live;
if (live && "EventSource" in window && !(navigator.connection && navigator.connection.saveData)) {
  const source = new EventSource(live);
  source.addEventListener("count", (e) => {
    for (const [name, n] of Object.entries(JSON.parse(e.data))) {
      for (const el of document.querySelectorAll(`[data-count="${CSS.escape(name)}"]`)) {
        el.textContent = n.toLocaleString(document.documentElement.lang);
        el.hidden = !n;
      }
    }
  });
  source.addEventListener("fresh", () => {
    const line = document.getElementById("fresh");
    if (line) line.hidden = false;
  });
  addEventListener("pagehide", () => source.close());
}

// Where pictures are sent, they are made small first.
if (document.querySelector("[data-shrink],[data-crop]")) import("./pictures.js").catch(() => {});

// What helps without a line comes last, when the page is done.
if ("serviceWorker" in navigator) {
  const last = () => setTimeout(() => import("./offline.js").catch(() => {}), 500);
  if (document.readyState == "complete") last(); else addEventListener("load", last);
}

// The search completes what is typed, and begins with what was searched for
// before; that stays in this browser.
const box = document.querySelector(".find input");
if (box && !(navigator.connection && navigator.connection.saveData)) {
  const list = document.createElement("datalist");
  list.id = "finds";
  box.after(list);
  box.setAttribute("list", list.id);
  const offer = (words) => list.replaceChildren(...words.map((w) => Object.assign(document.createElement("option"), { value: w })));
  let past = [];
  try {
    past = JSON.parse(localStorage.getItem("finds")) ?? [];
    if (location.pathname === "/search" && box.value) {
      past = [box.value, ...past.filter((w) => w !== box.value)].slice(0, 6);
      localStorage.setItem("finds", JSON.stringify(past));
    }
  } catch {}
  offer(past);
  let wait;
  box.addEventListener("input", () => {
    clearTimeout(wait);
    wait = setTimeout(async () => {
      if (box.value.length < 2) return offer(past);
      try {
        const answer = await fetch("/search/suggest?q=" + encodeURIComponent(box.value));
        if (answer.ok) offer(await answer.json());
      } catch {}
    }, 250);
  });
}
