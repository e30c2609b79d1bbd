// A signature is drawn with a finger beside the name. The form works without it.
for (const form of document.querySelectorAll("form[data-sign]")) {
  const pad = form.querySelector("[data-pad]"), c = pad.querySelector("canvas"), out = pad.querySelector("input"), g = c.getContext("2d");
  let on = false;
  const clear = () => {
    g.fillStyle = "#fff";
    g.fillRect(0, 0, c.width, c.height);
    out.value = "";
  };
  const spot = (e) => {
    const r = c.getBoundingClientRect();
    return [(e.clientX - r.left) * c.width / r.width, (e.clientY - r.top) * c.height / r.height];
  };
  c.style.touchAction = "none";
  c.addEventListener("pointerdown", (e) => {
    on = true;
    c.setPointerCapture(e.pointerId);
    g.lineWidth = 2.5;
    g.lineCap = g.lineJoin = "round";
    g.strokeStyle = "#000";
    g.beginPath();
    g.moveTo(...spot(e));
  });
  c.addEventListener("pointermove", (e) => {
    if (!on) return;
    g.lineTo(...spot(e));
    g.stroke();
  });
  addEventListener("pointerup", () => {
    if (on) out.value = c.toDataURL("image/png");
    on = false;
  });
  pad.querySelector("button").onclick = clear;
  clear();
  pad.hidden = false;
}
