// The replay of a session. Without this file each time of the film is a link that
// loads the page there.
const page = document.querySelector("[data-replay]");
const film = page.querySelector("video");
const box = film.closest("section");
const { chapters, slides } = JSON.parse(page.dataset.moments);
const lines = [...page.querySelectorAll(".lines [data-t]")].map((a) => ({ t: +a.dataset.t, id: a.closest("li").id }));

// What is on now is marked: the chapter, the slide, and the line that is said.
const marked = new Map();
const onNow = (list) => list.findLast((m) => m.t <= film.currentTime + 0.2)?.id || "";
const mark = (list) => {
  const now = onNow(list);
  if (marked.get(list) === now) return;
  document.getElementById(marked.get(list))?.removeAttribute("aria-current");
  document.getElementById(now)?.setAttribute("aria-current", "true");
  marked.set(list, now);
  page.dispatchEvent(new CustomEvent("moment", { detail: { list, now } }));
};

// The slide that was shown then is fetched when the film is there, and again after a
// while when the line was broken.
const screen = page.querySelector("[data-part=slide]");
const have = new Map([["", ""]]);
let waits = false;
const turn = async () => {
  const id = onNow(slides).replace("at-", "");
  if (!screen || waits || id === (screen.firstElementChild?.id ?? "")) return;
  if (have.has(id)) { screen.innerHTML = have.get(id); return; }
  waits = true;
  const url = new URL(location.href);
  url.hash = "";
  url.searchParams.set("part", "slide");
  url.searchParams.set("slide", id);
  try {
    const answer = await fetch(url), t = document.createElement("template");
    if (!answer.ok) throw answer.status;
    t.innerHTML = await answer.text();
    have.set(id, t.content.firstElementChild.innerHTML);
  } catch {
    await new Promise((done) => setTimeout(done, 3000));
  }
  waits = false;
  turn(); // the film may be elsewhere by now
};
film.addEventListener("timeupdate", () => { for (const list of [chapters, slides, lines]) mark(list); turn(); });

page.addEventListener("click", (e) => {
  const a = e.target.closest("a");
  if (!a || e.ctrlKey || e.metaKey || e.shiftKey) return;
  if (a.dataset.t) {
    e.preventDefault();
    film.currentTime = +a.dataset.t;
    film.play().catch(() => {});
    box.scrollIntoView({ block: "nearest" });
  } else if (a.closest("[data-keep]")) { // another channel goes on where this one is
    const to = new URL(a.href);
    to.searchParams.set("t", Math.floor(film.currentTime));
    a.href = to;
  }
});
page.addEventListener("submit", (e) => {
  const t = document.createElement("input");
  t.type = "hidden";
  t.name = "t";
  t.value = Math.floor(film.currentTime);
  e.target.append(t);
});
