// Measures the page of the window and gives what is wrong with it, in words.
(() => {
  const wrong = [];
  const name = (e) => {
    const id = e.id ? "#" + e.id : "", kind = typeof e.className === "string" && e.className ? "." + e.className.trim().split(/\s+/).join(".") : "";
    return `${e.parentElement?.className || e.parentElement?.localName}>${e.localName}${id}${kind} "${e.textContent.trim().replace(/\s+/g, " ").slice(0, 40)}"`;
  };
  const seen = (e) => e.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && !e.closest(".vh, .skip, [aria-hidden=true] svg");
  const all = [...document.body.querySelectorAll("*")].filter(seen);

  // No text is cut: what hides what overflows has nothing that does.
  for (const e of all) {
    const s = getComputedStyle(e);
    if (e instanceof SVGElement || !e.textContent.trim() || e.matches("select, option, textarea, input")) continue;
    const x = /hidden|clip/.test(s.overflowX) && e.scrollWidth > e.clientWidth + 1, y = /hidden|clip/.test(s.overflowY) && e.scrollHeight > e.clientHeight + 1;
    if (x || y) wrong.push(`cut: ${name(e)} ${e.scrollWidth}x${e.scrollHeight} in ${e.clientWidth}x${e.clientHeight}`);
  }

  // The boxes of all runs of text.
  const runs = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let n = walker.nextNode(); n; n = walker.nextNode()) {
    const e = n.parentElement;
    if (!n.data.trim() || !seen(e) || e.closest("svg, select, textarea, script, style, .bar, .pay, .top-link i")) continue;
    const range = document.createRange();
    range.selectNodeContents(n);
    for (const r of range.getClientRects()) if (r.width > 1 && r.height > 1) runs.push({ e, n, r });
  }

  // No run leaves the box that is drawn around it, unless the box scrolls.
  const boxes = ".sheet, .card, .btn, .badge, .chip, .note, .opt, .stat, .escrow li, .sum-row li, .toast, .empty, .shop, .cc, .vote, .tabs i, .niche, .line, .todo, .bar a";
  for (const { e, r } of runs) {
    if (e.closest(".scroll, .run, .tabs")) continue;
    const box = e.closest(boxes)?.getBoundingClientRect();
    if (box && (r.left < box.left - 1 || r.right > box.right + 1)) wrong.push(`leaves its box: ${name(e)} ${r.left.toFixed()}..${r.right.toFixed()} of ${box.left.toFixed()}..${box.right.toFixed()}`);
  }

  // No two runs lie on each other.
  runs.sort((a, b) => a.r.top - b.r.top);
  for (let i = 0; i < runs.length; i++)
    for (let j = i + 1; j < runs.length && runs[j].r.top < runs[i].r.bottom; j++) {
      const a = runs[i], b = runs[j];
      if (a.n === b.n) continue;
      const w = Math.min(a.r.right, b.r.right) - Math.max(a.r.left, b.r.left), h = Math.min(a.r.bottom, b.r.bottom) - Math.max(a.r.top, b.r.top);
      if (w > 2 && h > 0.6 * Math.min(a.r.height, b.r.height)) wrong.push(`on each other: ${name(a.e)} and ${name(b.e)}`);
    }

  // Targets are as large as a finger, those within a text as its line.
  for (const e of document.querySelectorAll("a[href], button, summary, select, textarea, input:not([type=hidden])")) {
    if (!seen(e) && !e.matches(".chip input")) continue;
    const around = e.matches("input") && e.closest("label");
    const r = (around || e).getBoundingClientRect(), s = getComputedStyle(e);
    if (!r.width || !r.height || getComputedStyle(e, "::after").position === "absolute" && getComputedStyle(e, "::after").inset === "0px") continue;
    const text = e.matches("a") && (s.display === "inline" || e.closest("h1, h2, h3, dt, td, th, li:not(.card):not(:has(> a:only-child))"));
    const least = text || e.matches("[type=checkbox], [type=radio]") && !around ? 24 : 44;
    if (r.height < least - 0.5 || !text && r.width < 24) wrong.push(`small target: ${name(e)} ${r.width.toFixed(1)}x${r.height.toFixed(1)}, ${least} wanted`);
  }
  return [...new Set(wrong)];
})()
