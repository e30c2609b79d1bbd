// The hall of a session, alive. Without this file every form still leads to the
// page as it is then.
const hall = document.getElementById("hall");
const refused = document.getElementById("refused");
const done = document.getElementById("done");

// What a reader has typed, opened or stands in outlasts the piece around it.
const keep = (old) => {
  const typed = [...old.querySelectorAll("[id]")].filter((e) => "defaultValue" in e && e.value !== e.defaultValue).map((e) => [e.id, e.value]);
  const open = [...old.querySelectorAll("details[open][id]")].map((e) => e.id);
  const chosen = [...old.querySelectorAll("[id] input:checked")].map((e) => [e.closest("[id]").id, e.value]);
  const at = old.contains(document.activeElement) && document.activeElement.id;
  return () => {
    for (const [id, value] of typed) { const e = document.getElementById(id); if (e && e.value !== value) e.value = value; }
    for (const id of open) { const e = document.getElementById(id); if (e) e.open = true; }
    for (const [id, value] of chosen) { const e = document.getElementById(id)?.querySelector(`input[value="${CSS.escape(value)}"]`); if (e && !e.disabled) e.checked = true; }
    if (at) { const e = document.getElementById(at); if (e && e !== document.activeElement) e.focus({ preventScroll: true }); }
  };
};

// A piece takes the children of a newer one. Those that are the same stay where
// they are, so that a screen reader says only what is new.
const settle = (old, fresh) => {
  const again = keep(old);
  const have = new Map([...old.children].map((e) => [e.id, e]));
  const list = [...fresh.children].map((e) => { const was = have.get(e.id); return was && e.id && was.outerHTML.replace(" open=\"\"", "") === e.outerHTML ? was : e; });
  for (const e of [...old.children]) if (!list.includes(e)) e.remove();
  let at = old.firstElementChild;
  for (const e of list) {
    if (e === at) at = at.nextElementSibling; else old.insertBefore(e, at);
  }
  again();
};

// Pieces are fetched one at a time and not more often than they can be read.
const pace = { caption: 200 }, due = {};
let leaf = new URL(location.href).searchParams.get("slide") ?? ""; // the slide that she turned to for herself
const fetchPart = async (name) => {
  const old = hall.querySelector(`[data-part="${CSS.escape(name)}"]`);
  if (!old) return;
  const url = new URL(location.href);
  url.hash = "";
  url.searchParams.set("part", name);
  url.searchParams.delete("slide");
  if (leaf) url.searchParams.set("slide", leaf);
  const answer = await fetch(url);
  if (!answer.ok) return;
  const t = document.createElement("template");
  t.innerHTML = await answer.text();
  settle(old, t.content.firstElementChild);
  tick();
  const go = hall.querySelector("a[data-go]"); // a group that is over leads back
  if (go && !typed()) location.replace(go.href);
};
const want = (name, wait = (pace[name] ?? 800) * (0.5 + Math.random())) => {
  if (due[name]) return due[name].again = true;
  due[name] = { again: false };
  setTimeout(async () => {
    due[name].again = false;
    try { await fetchPart(name); } catch {}
    const again = due[name].again;
    delete due[name];
    if (again) want(name);
  }, wait);
};
const all = () => { for (const e of hall.querySelectorAll("[data-part]")) want(e.dataset.part); };

// An offer ends, and groups do, by the clock of the server, whatever that of the phone says. What is
// left is counted from when the piece came.
const seen = new WeakMap();
const tick = () => {
  for (const end of hall.querySelectorAll("[data-ends]")) {
    if (!seen.has(end)) seen.set(end, performance.now());
    const left = Math.ceil((end.dataset.ends - end.dataset.now - (performance.now() - seen.get(end))) / 1000);
    if (left <= 0) { want(end.closest("[data-part]").dataset.part, 0); end.remove(); continue; }
    end.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    end.hidden = false;
  }
};
setInterval(tick, 1000);
tick();

// When the session begins or ends the page is another one: it is loaded again,
// unless something was typed that would be lost, or a stream is not yet at its end.
const typed = () => [...hall.querySelectorAll("textarea, input:not([type=hidden]):not([type=radio]):not([type=checkbox])")].some((e) => e.value !== e.defaultValue);
const turn = () => {
  if (typed() || "stays" in hall.dataset) document.getElementById("fresh").hidden = false; else location.reload();
};

// She hears what changes, and says by it that she is there, and to which channel she
// listens. When she changes it the new line is there before older ones go.
const hears = "EventSource" in window && !(navigator.connection && navigator.connection.saveData);
const lines = [];
let channel = "";
const listen = () => {
  const url = new URL(hall.dataset.hear, location);
  if (channel) url.searchParams.set("channel", channel);
  const source = new EventSource(url);
  lines.push(source);
  let lost = false;
  source.addEventListener("error", () => { lost = true; });
  source.addEventListener("open", () => {
    while (lines[0] !== source) lines.shift().close();
    if (lost) all();
    lost = false;
  });
  source.addEventListener("part", (e) => {
    const name = JSON.parse(e.data);
    if (name === "state") turn(); else if (name === "all") all(); else want(name);
    if (name === "slide") want("pages");
  });
  source.addEventListener("react", (e) => {
    for (const [kind, n] of Object.entries(JSON.parse(e.data))) {
      const el = hall.querySelector(`[data-react="${CSS.escape(kind)}"]`);
      if (!el || el.textContent === n) continue;
      const fresh = el.cloneNode(); // which is seen to come
      fresh.textContent = n;
      fresh.className = "rise";
      el.replaceWith(fresh);
    }
  });
  source.addEventListener("here", (e) => {
    for (const el of hall.querySelectorAll("[data-here]")) el.textContent = JSON.parse(e.data);
  });
};
const deaf = () => { for (const line of lines.splice(0)) line.close(); };
if (hears) {
  listen();
  // A form that leads to another page is followed, whatever is heard meanwhile.
  document.addEventListener("submit", (e) => { if (!e.target.hasAttribute("data-do") && !e.defaultPrevented) deaf(); });
  addEventListener("pagehide", deaf);
}

// Forms that change a piece leave the page where it is. The answer leads to the
// piece; without one what was typed stays.
document.addEventListener("submit", async (e) => {
  const form = e.target, button = e.submitter;
  if (!form.hasAttribute("data-do") || e.defaultPrevented) return;
  e.preventDefault();
  let words = "";
  try {
    const answer = await fetch(form.action, { method: "POST", headers: { Accept: "application/json" }, body: new URLSearchParams(new FormData(form, button)) });
    const said = await answer.json();
    if (answer.ok) {
      form.closest("details")?.removeAttribute("open");
      form.reset();
      done.textContent = (said.words || []).join(" ");
      done.closest("p").hidden = !done.textContent;
      want(new URL(said.to, location).hash.slice(1), 0);
    } else words = said.words.join(" ");
  } catch {
    words = refused.dataset.away;
  }
  refused.textContent = words;
  refused.hidden = !words;
  if (words) refused.scrollIntoView({ block: "nearest" });
  delete form.dataset.sent;
  button?.removeAttribute("aria-busy");
});

// Leafing in the slides leaves the page where it is. Arrow keys press the buttons that
// are theirs.
document.addEventListener("click", (e) => {
  const to = e.target.closest("[data-leaf]");
  if (!to || e.ctrlKey || e.metaKey || e.shiftKey) return;
  e.preventDefault();
  leaf = to.dataset.leaf;
  want("slide", 0);
});
document.addEventListener("keydown", (e) => {
  if (e.ctrlKey || e.metaKey || e.altKey || e.shiftKey || e.target.closest("input, textarea, select")) return;
  const button = hall.querySelector(`[data-key="${CSS.escape(e.key)}"]`);
  if (!button) return;
  e.preventDefault();
  button.click();
});

// Sound and picture come when somebody asks for them, with what they need.
const box = hall.querySelector("[data-join]");
if (box) {
  box.hidden = false;
  box.addEventListener("hear", (e) => {
    if (lines.length === 0 || channel === e.detail) return;
    channel = e.detail;
    listen();
  });
  box.querySelector("[data-enter]").addEventListener("click", async (e) => {
    const button = e.currentTarget;
    button.setAttribute("aria-busy", "true");
    try { hall.room = await (await import(box.dataset.join)).default(box); } finally { button.removeAttribute("aria-busy"); }
  });
}
