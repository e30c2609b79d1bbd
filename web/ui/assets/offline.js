// The page's side of the worker: it is fetched when the page is done. Every
// page works without this file.
const workers = navigator.serviceWorker;
const words = async () => (await fetch("/offline/words")).json();

// note shows a line above the page, with one thing to press.
async function note(text, verb, act) {
  const p = document.createElement("p"), b = document.createElement(act.call ? "button" : "a");
  p.id = "told";
  p.className = "note note-lapis small row row-apart";
  p.setAttribute("role", "status");
  b.className = "btn btn-2 btn-s";
  b.textContent = verb;
  if (act.call) b.onclick = act; else b.href = act;
  p.append(Object.assign(document.createElement("span"), { className: "grow", textContent: text }), b);
  document.getElementById("main").prepend(p);
}

// A new version waits until she wants it.
async function offer(worker) {
  const w = await words();
  note(w.fresh, w.reload, () => {
    workers.addEventListener("controllerchange", () => location.reload());
    worker.postMessage("skip");
  });
}
const there = await workers.register("/sw.js");
if (!workers.controller) workers.ready.then((r) => r.active.postMessage("texts"));
if (there.waiting && workers.controller) offer(there.waiting);
there.addEventListener("updatefound", () => {
  const next = there.installing;
  next?.addEventListener("statechange", () => {
    if (next.state == "installed" && workers.controller) offer(next);
  });
});

// When the line is back, what waits is sent.
addEventListener("online", () => workers.controller?.postMessage("send"));

// forms opens the worker's table of forms.
const forms = (mode, act) => new Promise((ok, no) => {
  const o = indexedDB.open("agora", 1);
  o.onupgradeneeded = () => o.result.createObjectStore("forms", { keyPath: "key" });
  o.onerror = no;
  o.onsuccess = () => {
    const t = o.result.transaction("forms", mode), q = act(t.objectStore("forms"));
    t.oncomplete = () => { o.result.close(); ok(q.result); };
    t.onerror = no;
  };
});

// The page of what waits.
const queue = document.getElementById("queue");
async function show() {
  const list = (await forms("readonly", (t) => t.getAll())).sort((a, b) => b.at - a.at)
    .filter((f) => f.key.startsWith(queue.dataset.who + "-") && (f.state != "done" || f.at > Date.now() - 6e8));
  const focus = queue.contains(document.activeElement);
  queue.replaceChildren(...list.map((f) => {
    const li = document.getElementById("line").content.firstElementChild.cloneNode(true);
    const [link, drop] = [li.querySelector("a"), li.querySelector("button")];
    li.dataset.state = f.state;
    li.querySelector("bdi").textContent = f.what || f.url;
    li.querySelector(".badge").textContent = queue.dataset[f.state];
    li.querySelector(".badge").classList.add({ waiting: "b-saff", done: "b-leaf", refused: "b-pome" }[f.state]);
    li.querySelector(".say").textContent = [...(f.words ?? []), ...(f.state == "refused" ? [queue.dataset.cure] : [])].join(" ");
    link.href = f.to || new URLSearchParams(f.body).get("back") || f.url.replace(/\/[a-z]+$/, "");
    drop.onclick = () => forms("readwrite", (t) => t.delete(f.key)).then(show);
    return li;
  }));
  document.getElementById("none").hidden = list.length > 0;
  queue.dataset.shown = list.length;
  if (focus) queue.querySelector("a")?.focus();
}
if (queue) {
  show();
  workers.controller?.postMessage("send");
}
workers.addEventListener("message", async () => {
  if (queue) return show();
  const w = await words();
  note(w.told, w.waiting, "/desk/waiting");
});

// The page that stands in for others lists what is on the phone.
const kept = document.getElementById("kept");
for (const name of kept ? ["mine", "seen"] : []) {
  for (const r of await (await caches.open(name)).keys()) {
    const page = await (await caches.match(r, { ignoreVary: true })).text(), a = document.createElement("a"), li = document.createElement("li");
    a.href = r.url;
    a.textContent = new DOMParser().parseFromString(page, "text/html").title.split(" · ")[0];
    li.append(a);
    kept.append(li);
  }
}

// Short notes: asked for by a tap, taken back by a tap.
const push = document.getElementById("push");
if (push && there.pushManager && "Notification" in window) {
  const { key, action } = push.dataset, [on, off] = push.querySelectorAll("button"), say = push.querySelector("[role=status]");
  const send = async (more) => {
    const s = await there.pushManager.getSubscription(), k = s.toJSON().keys;
    const res = await fetch(action, { method: "POST", headers: { accept: "application/json" },
      body: new URLSearchParams({ endpoint: s.endpoint, browser: k.p256dh, secret: k.auth, ...more }) });
    if (!res.ok) throw new Error((await res.json()).words?.join(" "));
  };
  const paint = async () => {
    const yes = (await there.pushManager.getSubscription()) && localStorage.getItem("push " + action) == key;
    on.hidden = yes;
    off.hidden = !yes;
    push.hidden = false;
  };
  on.onclick = async () => {
    say.textContent = "";
    try {
      if ((await Notification.requestPermission()) != "granted") throw new Error(say.dataset.blocked);
      await there.pushManager.subscribe({ userVisibleOnly: true,
        applicationServerKey: Uint8Array.from(atob(key.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0)) });
      await send();
      localStorage.setItem("push " + action, key);
    } catch (err) {
      say.textContent = err.message || say.dataset.blocked;
    }
    paint();
  };
  off.onclick = async () => {
    localStorage.removeItem("push " + action);
    await send({ off: 1 }).catch(() => {});
    paint();
  };
  paint();
}
