/* Makes each name of a roll one large button: a tap goes from present to late, not there, excused and back.
   Without this file the boxes beside the names save the same. */
(() => {
  "use strict";
  const form = document.getElementById("nilai");
  if (!form) return;
  const count = document.getElementById("jumlah");
  const icons = new Map([...document.querySelectorAll("template[data-mark]")].map((one) => [one.dataset.mark, one]));

  form.querySelectorAll(".panggil").forEach((line) => {
    const box = line.querySelector("select");
    const name = line.querySelector(".nm");
    const button = document.createElement("button");
    const mark = document.createElement("span");
    button.type = "button";
    button.className = "ketuk";
    mark.className = "tk";
    name.replaceWith(button);
    button.append(name, mark);
    box.hidden = true;

    function show() {
      line.dataset.mark = box.value;
      mark.replaceChildren(icons.get(box.value).content.cloneNode(true), box.options[box.selectedIndex].text);
    }
    button.addEventListener("click", () => {
      box.selectedIndex = (box.selectedIndex + 1) % box.options.length;
      box.dispatchEvent(new Event("input", { bubbles: true }));
    });
    box.addEventListener("input", () => {
      line.classList.add("ubah");
      show();
      count.textContent = form.dataset.changed.replace("{n}", form.querySelectorAll(".ubah").length);
    });
    show();
  });

  // Leaving with unsaved taps asks once; saving does not.
  let sent = false;
  form.addEventListener("submit", () => { sent = true; });
  window.addEventListener("beforeunload", (event) => {
    if (!sent && form.querySelector(".ubah")) event.preventDefault();
  });
})();
