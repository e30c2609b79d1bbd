// The replay of a session. Without this file each time of the film is a link that
// loads the page there.
const page = document.querySelector("[data-replay]");
const film = page.querySelector("video");
const box = film.closest("section");
const moments = JSON.parse(page.dataset.moments);
const lines = [...page.querySelectorAll(".lines [data-t]")].map((a) => ({ t: +a.dataset.t, id: a.closest("li").id }));

// What is on now is marked: the chapter, and the line that is said.
const marked = new Map();
const mark = (list) => {
  const now = list.findLast((m) => m.t <= film.currentTime + 0.2)?.id;
  if (marked.get(list) === now) return;
  document.getElementById(marked.get(list))?.removeAttribute("aria-current");
  document.getElementById(now)?.setAttribute("aria-current", "true");
  marked.set(list, now);
  page.dispatchEvent(new CustomEvent("moment", { detail: { list, now } }));
};
film.addEventListener("timeupdate", () => { mark(moments); mark(lines); });

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
