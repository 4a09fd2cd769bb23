/* Makes the grid quick: Enter and the arrows move, a touched box is no longer "usual", a phone gets − and +.
   Without this file the form still saves everything. */
(() => {
  "use strict";
  const form = document.getElementById("nilai");
  if (!form) return;
  const rows = [...form.querySelectorAll(".orang-nilai")];
  const boxes = (row) => [...row.querySelectorAll("select, input.sel")];
  const count = document.getElementById("jumlah");

  function move(from, down, right) {
    const row = rows.indexOf(from.closest(".orang-nilai"));
    const column = boxes(rows[row]).indexOf(from);
    const target = rows[row + down] && boxes(rows[row + down])[column + right];
    if (!target || !target.offsetParent) return false;
    target.focus();
    if (target.select) target.select();
    return true;
  }

  form.addEventListener("keydown", (event) => {
    const box = event.target;
    if (!box.matches("input.sel, .hadir select")) return;
    if (event.key === "Enter") {
      // Enter goes down and never sends half an evening; the button does.
      event.preventDefault();
      if (!move(box, event.shiftKey ? -1 : 1, 0)) box.form.querySelector(".bilah button").focus();
    } else if (box.matches("input") && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      if (move(box, event.key === "ArrowDown" ? 1 : -1, 0)) event.preventDefault();
    } else if (box.matches("input") && event.key === "ArrowRight" && box.selectionEnd === box.value.length) {
      if (move(box, 0, 1)) event.preventDefault();
    } else if (box.matches("input") && event.key === "ArrowLeft" && box.selectionStart === 0) {
      if (move(box, 0, -1)) event.preventDefault();
    }
  });

  function touched(box) {
    const row = box.closest(".orang-nilai");
    box.classList.remove("biasa");
    row.classList.add("ubah");
    const usual = row.querySelector(".keadaan input[type=hidden]");
    if (usual && box.name.startsWith("n-")) {
      const criterion = box.name.split("-")[2] + ":";
      usual.value = usual.value.split(" ").filter((pair) => !pair.startsWith(criterion)).join(" ");
    }
    const status = row.querySelector(".hadir select");
    const words = [status.options[status.selectedIndex].text];
    const values = [...row.querySelectorAll("input.sel")].map((input) => input.value || "–");
    row.querySelector(".ringkas").textContent = words.concat(values).join(" · ");
    row.querySelector(".keadaan").lastElementChild.className = "tanda t-tunggu";
    row.querySelector(".keadaan").lastElementChild.textContent = form.dataset.unsaved;
    count.textContent = form.dataset.changed.replace("{n}", form.querySelectorAll(".ubah").length);
  }
  form.addEventListener("input", (event) => {
    if (event.target.matches("input.sel, .hadir select")) touched(event.target);
  });

  // A block copied from Excel spreads over rows and columns, from the box in which it is pasted.
  form.addEventListener("paste", (event) => {
    const text = event.clipboardData.getData("text").replace(/\r?\n$/, "");
    if (!event.target.matches("input.sel") || !/[\t\n]/.test(text)) return;
    event.preventDefault();
    const first = rows.indexOf(event.target.closest(".orang-nilai"));
    const column = boxes(rows[first]).indexOf(event.target);
    text.split(/\r?\n/).forEach((line, down) => line.split("\t").forEach((value, right) => {
      const box = rows[first + down] && boxes(rows[first + down])[column + right];
      if (!box) return;
      box.value = value.trim();
      box.dispatchEvent(new Event("input", { bubbles: true }));
    }));
  });

  function stepper(input) {
    const frame = document.createElement("span");
    frame.className = "langkahi";
    if (input.classList.contains("is-invalid")) frame.classList.add("is-invalid");
    input.replaceWith(frame);
    const button = (text, step, words) => {
      const it = document.createElement("button");
      it.type = "button";
      it.textContent = text;
      it.setAttribute("aria-label", `${words}, ${input.getAttribute("aria-label")}`);
      it.addEventListener("click", () => {
        const value = parseFloat(input.value.replace(",", "."));
        if (Number.isNaN(value)) return input.focus(); // no number is suggested for an empty box
        input.value = String(Math.min(100, Math.max(0, value + step))).replace(".", ",");
        input.dispatchEvent(new Event("input", { bubbles: true }));
      });
      return it;
    };
    frame.append(button("−", -1, form.dataset.less), input, button("+", 1, form.dataset.more));
  }

  function open(row) {
    if (window.matchMedia("(max-width: 47.99rem)").matches) {
      row.querySelectorAll(".nilai-sel > input.sel").forEach(stepper);
    }
  }
  form.addEventListener("change", (event) => {
    if (event.target.matches(".buka") && event.target.checked) open(event.target.closest(".orang-nilai"));
  });
  rows.filter((row) => row.querySelector(".buka:checked")).forEach(open);

  // Leaving with unsaved values asks once; saving does not.
  let sent = false;
  form.addEventListener("submit", () => { sent = true; });
  window.addEventListener("beforeunload", (event) => {
    if (!sent && form.querySelector(".ubah")) event.preventDefault();
  });
})();
