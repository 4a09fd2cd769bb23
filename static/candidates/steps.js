/* Keeps what was typed on a step when its page is left before the button is pressed: the browser is closed, the phone
   rings. It is sent to where the step itself is saved, never kept on the phone, which may be somebody else's.
   A page that says what must be put right answered a button; going back to it later opens the step as it is saved,
   not the browser's question whether to send everything again. */
(() => {
  "use strict";
  const form = document.querySelector("form[data-sementara]");
  if (!form) return;
  if (document.querySelector(".perbaiki")) history.replaceState(null, "", location.href);
  const typed = () => new URLSearchParams(new FormData(form)).toString();
  let saved = form.querySelector(".salah") ? "" : typed();

  form.addEventListener("submit", () => { saved = typed(); });
  document.addEventListener("visibilitychange", () => {
    const now = typed();
    if (document.visibilityState !== "hidden" || now === saved) return;
    saved = now;
    fetch(form.dataset.sementara, { method: "POST", body: new URLSearchParams(now), keepalive: true }).catch(() => { saved = ""; });
  });
})();
