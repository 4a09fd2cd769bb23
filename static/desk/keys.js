/* Keys press the button that shows them, numbers or letters; "/" goes to the search. Nothing happens while somebody types,
   with Ctrl, Alt or Meta, or when a key is held down. The keys can be switched off (WCAG 2.1.4); all works without. */
(() => {
  "use strict";
  const STORE = "meja-tombol";
  const root = document.documentElement;
  let pressed = false;

  const isOn = () => {
    try {
      return localStorage.getItem(STORE) !== "mati";
    } catch {
      return true;
    }
  };
  const draw = () => {
    root.classList.toggle("ada-kunci", isOn());
    const button = document.getElementById("tombol-cepat");
    if (!button) return;
    button.hidden = false;
    button.textContent = isOn() ? button.dataset.on : button.dataset.off;
  };
  document.addEventListener("click", (event) => {
    if (!event.target.closest("#tombol-cepat")) return;
    try {
      localStorage.setItem(STORE, isOn() ? "mati" : "nyala");
    } catch {
      return;
    }
    draw();
  });

  const typing = (target) => target.closest && target.closest("input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]");
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || event.isComposing) return;
    if (!isOn() || typing(event.target)) return;
    if (!/^[0-9a-z/]$/i.test(event.key)) return;
    const wanted = document.querySelector(`[data-key="${event.key.toLowerCase()}"]`);
    if (!wanted) return;
    event.preventDefault();
    if (wanted.matches("input")) {
      wanted.focus();
      wanted.select();
    } else if (!pressed) {
      pressed = true; // one deed a page, however fast the fingers are
      wanted.click();
    }
  });

  // What a deed asks is answered at once: the first box, or the button when there is nothing to type.
  const begin = () => {
    pressed = false;
    draw();
    const answer = document.querySelector("#jawab select, #jawab textarea, #jawab input:not([type=hidden]), #jawab [data-answer]");
    if (!answer) return;
    answer.focus();
    if (!answer.matches("select")) return;
    // Enter sends the chosen line, as it does from a text box; Escape gives the keys back.
    answer.addEventListener("keydown", (event) => {
      if (event.key === "Enter") answer.form.requestSubmit(answer.form.querySelector("[data-answer]"));
    });
  };
  begin();
  document.addEventListener("onward", begin); // the next item stands where this one stood
  const again = () => {
    pressed = false;
  };
  document.addEventListener("unanswered", again);
  window.addEventListener("pageshow", again);

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && document.activeElement.closest("#jawab")) document.activeElement.blur();
  });
})();
