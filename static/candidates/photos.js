/* Makes photos small before they leave the phone: upright, 2000 pixels, under 400 kB, without location. Sends them
   one after the other, shows how far it is, and keeps them when the signal breaks. Without this file the form sends
   them as they are, and the server does the same work. */
(() => {
  "use strict";
  const form = document.getElementById("kirim-foto");
  if (!form || !window.createImageBitmap || !HTMLCanvasElement.prototype.toBlob) return;
  const input = form.querySelector("input[type=file]");
  const area = form.querySelector(".keadaan-kirim");
  const pictures = area.querySelector(".contoh-foto");
  // The browser's own box speaks the language of the phone, which is often English.
  const pick = form.querySelector("label.btn");
  const chosen = document.getElementById("dipilih");
  const words = area.querySelector("[role=status]");
  const bar = area.querySelector("progress");
  const buttons = [...form.querySelectorAll("button")];
  const LONGEST = 2000;
  const ENOUGH = 380000;
  const SILENCE = 45000; // a signal that is gone is often told by nobody: after so long without progress, it is gone
  let waiting = null; // photos that are ready and have not arrived yet
  let total = 0;
  let replace = false;

  const draw = (bitmap, longest) => {
    const scale = Math.min(1, longest / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(bitmap.width * scale));
    canvas.height = Math.max(1, Math.round(bitmap.height * scale));
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.imageSmoothingQuality = "high";
    pen.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    return canvas;
  };
  const encode = (canvas, quality) => new Promise((done) => canvas.toBlob(done, "image/jpeg", quality));

  async function shrink(file) {
    let bitmap;
    try {
      bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
    } catch {
      return file; // not a photo this browser knows: the server says what is wrong with it
    }
    let blob = null;
    for (const [longest, quality] of [[LONGEST, 0.8], [LONGEST, 0.65], [1600, 0.65], [1600, 0.5], [1280, 0.45]]) {
      blob = await encode(draw(bitmap, longest), quality);
      if (blob && blob.size <= ENOUGH) break;
    }
    pictures.append(draw(bitmap, 160));
    bitmap.close();
    return blob || file;
  }

  input.classList.replace("form-control", "tak-tampak");
  pick.hidden = false;
  const count = () => {
    chosen.hidden = !input.files.length;
    chosen.textContent = form.dataset.chosen.replace("{number}", input.files.length);
  };
  input.addEventListener("change", () => {
    count();
    form.querySelectorAll(".salah, .invalid-feedback").forEach((old) => { // said of what was chosen before
      if (old.matches(".salah")) old.classList.remove("salah"); else old.remove();
    });
  });
  count(); // a page that comes back from the browser's memory keeps its files

  const busy = (is) => {
    buttons.forEach((button) => { button.disabled = is; });
    input.disabled = is;
    pick.hidden = is;
    chosen.hidden = true;
  };

  function send(blob, last) {
    return new Promise((done, broken) => {
      const data = new FormData();
      data.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
      data.append("photos", blob, "foto.jpg");
      if (replace) data.append("ganti", "ya");
      if (last) data.append("terakhir", "ya");
      const request = new XMLHttpRequest();
      request.open("POST", form.action);
      request.setRequestHeader("Accept", "application/json");
      let watch = 0;
      const cutOff = () => request.abort();
      const listen = () => { clearTimeout(watch); watch = setTimeout(cutOff, SILENCE); };
      window.addEventListener("offline", cutOff);
      request.addEventListener("loadend", () => { clearTimeout(watch); window.removeEventListener("offline", cutOff); });
      request.upload.addEventListener("progress", (event) => {
        listen();
        if (event.lengthComputable) bar.value = (event.loaded / event.total) * 100;
      });
      request.addEventListener("load", () => {
        let answer = {};
        try { answer = JSON.parse(request.responseText); } catch { /* a page instead of an answer */ }
        const said = answer.errors && answer.errors.length ? answer.errors.join(" ") : "";
        if (request.status === 200 && answer.next) done(answer.next);
        // The door closed meanwhile, or the server is not well: the photo is good and stays here.
        else if (request.status === 401) broken({ words: said, keeps: true, door: answer.door });
        else if (request.status >= 500) broken({ words: form.dataset.broken, keeps: true });
        else broken({ words: said || form.dataset.broken, keeps: false });
      });
      const cut = () => broken({ words: form.dataset.left, keeps: true });
      for (const name of ["error", "abort"]) request.addEventListener(name, cut);
      listen();
      request.send(data);
    });
  }

  function show(sentence, isFault) {
    area.hidden = false;
    bar.hidden = isFault;
    words.textContent = sentence;
    words.className = isFault ? "kabar kabar-stop a-8" : "a-8";
  }

  function openDoor(url) {
    const link = document.createElement("a");
    link.href = url;
    link.target = "_blank"; // beside this page, which keeps the photo
    link.textContent = form.dataset.door;
    words.append(" ", link);
  }

  async function sendAll() {
    busy(true);
    let next = "";
    while (waiting.length) {
      const number = total - waiting.length + 1;
      bar.value = 0;
      show(form.dataset.sending.replace("{number}", number).replace("{total}", total), false);
      try {
        next = await send(waiting[0], waiting.length === 1);
      } catch (fault) {
        busy(false);
        show(fault.words, true);
        if (fault.door) openDoor(fault.door);
        if (!fault.keeps) {
          start();
        } else {
          input.disabled = true;
          pick.hidden = true;
          buttons.forEach((button, place) => { button.hidden = place > 0; });
          buttons[0].textContent = form.dataset.again;
          buttons[0].focus();
        }
        return;
      }
      waiting.shift();
      replace = false; // the first photo began the new version, the others belong to it
    }
    window.location.assign(next);
  }

  function start() {
    waiting = null;
    pictures.replaceChildren();
    input.value = "";
  }

  form.addEventListener("submit", async (event) => {
    if (!waiting && !input.files.length) return;
    event.preventDefault();
    if (!waiting) {
      replace = Boolean(event.submitter && event.submitter.name === "ganti");
      const files = [...input.files];
      busy(true);
      bar.removeAttribute("value");
      show(form.dataset.shrinking, false);
      const ready = [];
      for (const file of files) ready.push(await shrink(file)); // one at a time: the phone may have little memory
      waiting = ready;
      total = ready.length;
    }
    await sendAll();
  });
})();
