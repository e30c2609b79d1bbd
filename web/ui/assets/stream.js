// The stream of a session. Browsers that play HTTP Live Streaming by themselves need
// nothing of this file but that it begins again after a broken line; others load a
// library when somebody asks for it.
const box = document.querySelector("[data-hls]");
const film = box.querySelector("video");
const list = film.src;
const load = box.querySelector("[data-load]");
const able = film.canPlayType("application/vnd.apple.mpegurl") !== "";
let wait = 2000;

const again = () => setTimeout(() => {
  wait = Math.min(wait * 2, 30000);
  film.src = list;
  film.play().catch(() => {});
}, wait);
film.addEventListener("playing", () => { wait = 2000; });

if (able) {
  film.addEventListener("error", again);
} else {
  film.removeAttribute("src");
  load.hidden = false;
  load.firstElementChild.addEventListener("click", async (e) => {
    e.currentTarget.setAttribute("aria-busy", "true");
    await import(box.dataset.hls);
    load.hidden = true;
    const { Hls } = globalThis;
    const player = new Hls({ enableWorker: false, liveSyncDurationCount: 3 });
    player.on(Hls.Events.ERROR, (_, error) => {
      if (!error.fatal) return;
      if (error.type === Hls.ErrorTypes.MEDIA_ERROR) player.recoverMediaError();
      else setTimeout(() => player.loadSource(list), wait = Math.min(wait * 2, 30000));
    });
    player.on(Hls.Events.MANIFEST_PARSED, () => film.play().catch(() => {}));
    player.loadSource(list);
    player.attachMedia(film);
  });
}
