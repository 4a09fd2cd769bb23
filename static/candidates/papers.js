/* Turns and enlarges the photos: buttons, and R, + and − while the shortcut keys are on. Without this file a photo can
   still be opened alone. */
(() => {
  "use strict";
  let turn = 0;
  let zoom = 0;

  const papers = () => document.querySelectorAll(".surat");
  const draw = () => papers().forEach((paper) => {
    paper.className = `surat putar-${turn} besar-${zoom}`;
  });
  const begin = () => {
    turn = zoom = 0;
    const tools = document.querySelector(".alat");
    if (tools) tools.hidden = !papers().length;
  };
  const turnOn = () => { turn = (turn + 1) % 4; draw(); };
  const zoomBy = (step) => { zoom = Math.max(0, Math.min(3, zoom + step)); draw(); };

  begin();
  document.addEventListener("onward", begin); // the next paper stands where this one stood
  document.addEventListener("click", (event) => {
    const button = event.target.closest(".alat button");
    if (!button) return;
    if (button.dataset.zoom) zoomBy(Number(button.dataset.zoom));
    else turnOn();
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || !document.documentElement.classList.contains("ada-kunci")) return;
    if (event.target.closest && event.target.closest("input, textarea, select")) return;
    if (event.key === "r" || event.key === "R") turnOn();
    else if (event.key === "+" || event.key === "=") zoomBy(1);
    else if (event.key === "-") zoomBy(-1);
  });
})();
