/* After a decision the next item takes the place of this one, without the whole page being built anew. What is sent and
   what answers are the same as without this file. An answer that is no page of this kind (a login that ran out, a
   refusal) is left to the browser. When none came, nobody knows what was saved: nothing is sent again, and a notice
   leads to how things stand. */
(() => {
  "use strict";
  const root = document.documentElement;
  const parts = (page) => [...page.querySelectorAll("link[rel=stylesheet], script[src]")].map((part) => part.getAttribute("href") || part.getAttribute("src")).join();
  const said = document.createElement("p"); // a screen reader hears what was done: the notice itself comes with the page
  said.className = "tak-tampak";
  said.setAttribute("aria-live", "polite");
  document.body.append(said);
  const UNSEEN = 500; // milliseconds in which a second click at the same place was meant for the item that has gone
  let busy = false;
  let came = -UNSEEN;
  let place = [];
  const here = () => location.pathname + location.search;
  let shown = here();

  const show = (page, address) => {
    document.title = page.title;
    document.getElementById("container").replaceWith(page.getElementById("container"));
    history.pushState(null, "", address);
    shown = here();
    came = performance.now();
    window.scrollTo(0, 0);
    const errors = document.querySelector("#content [autofocus]");
    const heading = document.querySelector("#content h1");
    if (heading) heading.tabIndex = -1;
    if (errors) errors.focus();
    else if (heading) heading.focus({ preventScroll: true });
    document.dispatchEvent(new Event("onward"));
    said.textContent = [...document.querySelectorAll(".messagelist li, #content [role=status] p")].map((line) => line.textContent.trim()).join(" ");
    setTimeout(() => { said.textContent = ""; }, 5000); // whoever reads on through the page does not hear it twice
  };

  const leave = (form, button) => { // to the browser, which shows whatever the server answers
    form.dataset.plain = "1";
    busy = false;
    form.requestSubmit(button);
  };
  const miss = () => {
    const notice = document.getElementById("tanpa-jawaban");
    notice.hidden = false;
    notice.focus();
    document.dispatchEvent(new Event("unanswered"));
  };

  const send = async (form, button) => {
    const body = new URLSearchParams(new FormData(form));
    if (button.name) body.append(button.name, button.value);
    const answer = await fetch(form.action, { method: "POST", body });
    if (answer.status >= 500) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (answer.ok && page.getElementById("container") && parts(page) === parts(document)) show(page, answer.url);
    else if (answer.redirected) location.assign(answer.url);
    else leave(form, button); // refused: nothing was decided, so that asking once more decides nothing twice
  };

  document.addEventListener("click", (event) => {
    if (!event.detail) return; // a key
    const isSamePlace = Math.hypot(event.clientX - place[0], event.clientY - place[1]) < 16;
    if (isSamePlace && performance.now() - came < UNSEEN) event.preventDefault();
    place = [event.clientX, event.clientY];
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || form.enctype === "multipart/form-data" || !form.closest("#content")) return;
    if (busy) {
      event.preventDefault();
      return;
    }
    const button = event.submitter; // older browsers do not say which one it was
    if (form.dataset.plain || !button) return;
    event.preventDefault();
    busy = true;
    root.classList.add("menunggu");
    send(form, button).catch(miss).finally(() => {
      busy = false;
      root.classList.remove("menunggu");
    });
  });
  window.addEventListener("popstate", () => {
    if (here() !== shown) location.reload(); // a link within the page changes neither
  });
})();
