// What a phone does without a line. The server puts a line before this that
// names V, the version, S, the assets of every page, and ICON.
//
// Pages are asked of the line first. One that does not come is shown as it was
// last seen, with a note. A form with a key that does not get through waits in
// the table "forms" and is sent when the line is back. What was kept of one
// person's pages is dropped as soon as a page is for somebody else.
const SHELL = "shell-" + V, MINE = "mine", SEEN = "seen", SCAN = "scan", TEXTS = "texts";
const NOTES = ["/offline", "/offline/words", "/desk/waiting"];
const FORM = "application/x-www-form-urlencoded";
const any = { ignoreVary: true };

// shelf names the cache of a page, and how many it holds.
const shelf = (path) => /^\/(desk\/\d|orders\/\d|account$)/.test(path) ? [MINE, 60]
  : /^\/(pass|aid)\/\d+\/\d+\/scan$/.test(path) ? [SCAN, 9] : /^\/($|s\/)/.test(path) ? [SEEN, 30] : NOTES.includes(path) ? [TEXTS, 9] : [];

addEventListener("install", (e) => e.waitUntil(caches.open(SHELL).then((c) => c.addAll(S))));

addEventListener("activate", (e) => e.waitUntil((async () => {
  await registration.navigationPreload?.enable();
  // The shell before this one stays: kept pages may be dressed in it.
  const old = (await caches.keys()).filter((n) => n.startsWith("shell-") && n != SHELL);
  await Promise.all(old.slice(0, -1).map((n) => caches.delete(n)));
  await clients.claim();
})()));

// texts brings the pages that stand in for others, in the person's language.
async function texts() {
  const c = await caches.open(TEXTS);
  await Promise.all(NOTES.map((n) => fetch(n, { redirect: "error" }).then((r) => r.ok && c.put(n, r)).catch(() => {})));
}

addEventListener("fetch", (e) => {
  const r = e.request, u = new URL(r.url);
  if (u.origin != location.origin) return;
  if (r.mode == "navigate") e.respondWith(r.method == "POST" ? post(e, u) : page(e, u));
  else if (u.pathname.startsWith("/assets/") || u.pathname == NOTES[1])
    e.respondWith(caches.match(r, any).then((c) => c || fetch(r)));
});

async function page(e, u) {
  const [name, most] = shelf(u.pathname);
  const old = name && await (await caches.open(name)).match(u.href, any);
  const fresh = line(e, u, name, most);
  e.waitUntil(fresh.catch(() => {}));
  try {
    return await (old ? Promise.race([fresh, new Promise((_, no) => setTimeout(no, 9000))]) : fresh);
  } catch {
    return old ? name == TEXTS ? old : aged(old) : (await caches.match(NOTES[0], any)) || Response.error();
  }
}

// line asks the server, learns whom the page is for, and keeps it.
async function line(e, u, name, most) {
  const res = (await e.preloadResponse) || (await fetch(e.request));
  const now = res.headers.get("x-agora-who");
  if (now) {
    const copy = name && res.status == 200 && !/no-store/.test(res.headers.get("cache-control")) && res.clone();
    await meet(now, e);
    if (copy) {
      const c = await caches.open(name);
      await c.put(u.href, copy);
      for (const k of (await c.keys()).slice(0, -most)) c.delete(k);
    }
    e.waitUntil(send().catch(() => {}));
  }
  return res;
}

// meet notes whom the pages are for.
let who;
async function meet(now, e) {
  const c = await caches.open("who"), was = who ?? (await me());
  if (was == now) return;
  if (was.split(".")[0] != now.split(".")[0]) await forget();
  await c.put("/who", new Response(who = now));
  e.waitUntil(texts());
}
const me = async () => who = await (await caches.match("/who"))?.text() ?? "";
const forget = () => Promise.all([MINE, SEEN, SCAN, TEXTS].map((n) => caches.delete(n)));

// aged is a kept page with a note that says from when it is.
async function aged(old) {
  const w = await (await caches.match(NOTES[1], any))?.json() ?? { seen: "{when}" };
  const when = new Date(old.headers.get("date")).toLocaleString(w.lang);
  const h = new Headers(old.headers);
  for (const n of ["content-encoding", "content-length"]) h.delete(n);
  return new Response((await old.text()).replace(/<main[^>]*>/, (m) =>
    m + `<p id="seen" class="note note-saff small" role="status">${w.seen.replace("{when}", when)}</p>`), { headers: h });
}

async function post(e, u) {
  const r = e.request, form = r.headers.get("content-type") == FORM && r.clone();
  if (u.pathname == "/account/sign-out") {
    await forget();
    (await registration.pushManager?.getSubscription())?.unsubscribe();
  }
  try {
    return await fetch(r);
  } catch (err) {
    const body = form ? await form.text() : "", f = new URLSearchParams(body), key = f.get("key");
    if (!key) return (await caches.match(NOTES[0], any)) || Response.error();
    await forms("readwrite", (t) => t.put({ key, body, url: u.pathname + u.search, what: f.get("what"), at: Date.now(), state: "waiting" }));
    registration.sync?.register("forms").catch(() => {});
    return Response.redirect(NOTES[2], 303);
  }
}

// forms opens the table of forms.
const forms = (mode, act) => new Promise((ok, no) => {
  const o = indexedDB.open("agora", 1);
  o.onupgradeneeded = () => o.result.createObjectStore("forms", { keyPath: "key" });
  o.onerror = no;
  o.onsuccess = () => {
    const t = o.result.transaction("forms", mode), q = act(t.objectStore("forms"));
    t.onerror = no;
    t.oncomplete = () => { o.result.close(); ok(q.result); };
  };
});

// send sends what waits, one after the other, and tells the pages.
let sending;
const send = () => sending ??= flush().finally(() => sending = null);
async function flush() {
  let told = 0;
  const mine = (who ?? (await me())).split(".")[0] + "-";
  const list = await forms("readonly", (t) => t.getAll());
  for (const f of list.sort((a, b) => a.at - b.at)) {
    if (f.state != "waiting" || !f.key.startsWith(mine)) continue;
    const res = await fetch(f.url, { method: "POST", body: f.body, headers: { "content-type": FORM, accept: "application/json" } });
    if ([401, 429].includes(res.status) || res.status > 499) continue; // not now
    const a = await res.json().catch(() => ({}));
    await forms("readwrite", (t) => t.put({ ...f, to: a.to, words: a.words, state: res.ok ? "done" : "refused" }));
    told++;
  }
  if (told) for (const c of await clients.matchAll()) c.postMessage("told");
}
addEventListener("sync", (e) => e.waitUntil(send()));
addEventListener("message", (e) => e.data == "skip" ? skipWaiting() : e.waitUntil(e.data == "texts" ? texts() : send().catch(() => {})));

addEventListener("push", (e) => {
  const m = e.data.json();
  e.waitUntil(registration.showNotification(m.title, { body: m.body, tag: m.tag, lang: m.lang, dir: m.dir, data: m.url, icon: ICON, badge: ICON }));
});
addEventListener("notificationclick", (e) => {
  e.notification.close();
  // An order that a guest opened by a link is kept under its whole address.
  e.waitUntil(caches.match(e.notification.data, { ignoreSearch: true, ...any })
    .then((c) => clients.openWindow(c?.url || e.notification.data)));
});
