/* Keeps what a trainer types on this device until the portal has it, and sends it, in order, once the network is back.
   Nothing here knows a name: a record is the boxes of one evening, under a key that only its owner's pages carry. */
(() => {
  "use strict";
  const place = document.getElementById("luring");
  if (!place || !window.indexedDB) return;
  const { person } = place.dataset;
  const words = place.dataset;
  const form = document.getElementById("nilai");
  const here = window.location.pathname;
  const count = document.getElementById("jumlah");
  const AN_HOUR = 3600000;
  let held = null; // the record of this page, as this page knows it

  // The device ---------------------------------------------------------------------------------------------------
  const open = new Promise((resolve, reject) => {
    const request = window.indexedDB.open("pelatihan", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("isian", { keyPath: "key" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  open.catch(() => tell("stop", words.noRoom));

  function store(mode, act) {
    return open.then((database) => new Promise((resolve, reject) => {
      const transaction = database.transaction("isian", mode, { durability: "strict" });
      const request = act(transaction.objectStore("isian")); // what it throws refuses the promise
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error);
    }));
  }
  const put = (record) => store("readwrite", (records) => records.put(record)).then(
    () => { held = record.path === here && !record.note ? record : held; return true; },
    () => { tell("stop", words.noRoom); return false; },
  );
  const drop = (record) => store("readwrite", (records) => records.delete(record.key)).then(() => {
    if (record.path === here && !record.note) held = null;
  });
  const mine = () => store("readonly", (records) => records.getAll()).then(
    (all) => all.filter((record) => record.person === person).sort((a, b) => a.at - b.at),
  );

  // Words --------------------------------------------------------------------------------------------------------
  function tell(kind, text, link) {
    const notice = document.createElement("div");
    const line = document.createElement("p");
    notice.className = `kabar kabar-${kind === "stop" ? "stop" : kind === "done" ? "selesai" : "tunggu"}`;
    notice.setAttribute("role", kind === "stop" ? "alert" : "status");
    line.className = "judul";
    line.textContent = text;
    notice.append(line);
    if (link) {
      const anchor = document.createElement("a");
      anchor.href = link.url;
      anchor.textContent = link.text;
      const second = document.createElement("p");
      second.append(anchor);
      notice.append(second);
    }
    place.replaceChildren(notice);
  }
  const people = (record) => [...new URLSearchParams(record.body).keys()].filter((name) => name.startsWith("h-")).length;
  const weight = (record) => (record.note ? 1 : people(record));
  const waiting = (records) => tell("waiting", words.waiting.replace("{n}", records.reduce((sum, one) => sum + weight(one), 0)));

  // The page of one evening ----------------------------------------------------------------------------------------
  function body() {
    const data = new FormData(form);
    data.delete("csrfmiddlewaretoken");
    return new URLSearchParams(data).toString();
  }
  const record = (state) => ({ key: `${person} ${here}`, person, path: here, title: words.title, state, at: Date.now(), body: body() });

  function restore(kept) {
    const fields = new URLSearchParams(kept.body);
    form.elements.versi.value = fields.get("versi"); // so that the portal sees what was saved since
    for (const [name, value] of fields) {
      const box = form.elements[name];
      if (!box || name === "versi" || box instanceof RadioNodeList || box.value === value) continue;
      box.value = value;
      if (box.type !== "hidden") box.dispatchEvent(new Event("input", { bubbles: true }));
    }
    for (const [name, value] of fields) if (name.startsWith("biasa-") && form.elements[name]) form.elements[name].value = value;
  }

  let timer = 0;
  let restoring = false;
  function watch() {
    form.addEventListener("input", () => {
      if (restoring) return;
      window.clearTimeout(timer);
      timer = window.setTimeout(() => put(record("draft")), 150);
    });
    // Whoever closes the page in the same moment loses nothing.
    window.addEventListener("pagehide", () => { if (form.querySelector(".ubah") && !sending) put(record("draft")); });
    form.addEventListener("submit", async (event) => {
      if (form.dataset.stored) return;
      event.preventDefault();
      window.clearTimeout(timer);
      sending = true;
      const kept = await put(record("send"));
      if (navigator.onLine || !kept) {
        form.dataset.stored = "1";
        window.setTimeout(() => form.requestSubmit()); // not while this event still runs: it would be passed over
      } else {
        queued();
      }
    });
  }
  let sending = false;

  function queued() {
    sending = true; // the page may be left: it all lies on the device
    form.querySelectorAll(".ubah").forEach((row) => row.classList.remove("ubah"));
    if (count) count.textContent = words.queued;
    mine().then(waiting);
  }

  // The note about one trainee ---------------------------------------------------------------------------------------
  const noteForm = document.querySelector(".catatan form");

  function watchNote() {
    const { peserta, catatan } = noteForm.elements;
    noteForm.addEventListener("submit", async (event) => {
      event.preventDefault();
      const data = new FormData(noteForm);
      data.delete("csrfmiddlewaretoken");
      const kept = await put({
        key: `${person} ${here} ${peserta.value}`, person, path: here, note: new URL(noteForm.action).pathname,
        title: words.title, state: "send", at: Date.now(), body: new URLSearchParams(data).toString(),
      });
      if (!kept) return HTMLFormElement.prototype.submit.call(noteForm);
      catatan.value = "";
      if (navigator.onLine) sendAll();
      else mine().then(waiting);
    });
  }

  async function sendNote(one) {
    const token = await tokenOf(one, ".catatan [name=csrfmiddlewaretoken]");
    if (!token) return false;
    const answer = await post(one.note, token, one.body);
    if (answer.ok && answer.redirected) {
      await drop(one);
      if (one.path === here) showNote(new DOMParser().parseFromString(await answer.text(), "text/html"));
      tell("done", words.sent.replace("{title}", one.title));
      return true;
    }
    if (answer.status >= 500) return false; // not its fault: the next round tries again
    await put({ ...one, state: "draft" }); // a person decides; what comes after it does not wait for that
    tell("stop", words.closed.replace("{title}", one.title), { url: one.path, text: words.look });
    return true;
  }
  const showNote = (fresh) => document.querySelector(".catatan .tertulis").replaceWith(fresh.querySelector(".catatan .tertulis"));

  // Sending --------------------------------------------------------------------------------------------------------
  const post = (path, token, body) => fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": token.value },
    body,
  });

  /* The page once more: still the same person, and may it still be entered? */
  async function tokenOf(one, selector) {
    const page = await fetch(one.path, { headers: { "X-Requested-With": "fetch" } });
    if (page.redirected) return tell("waiting", words.login, { url: page.url.includes("next=") ? page.url : `${page.url}?next=${here}`, text: words.loginLink }), null;
    const fresh = new DOMParser().parseFromString(await page.text(), "text/html");
    const owner = fresh.getElementById("luring");
    const token = fresh.querySelector(selector);
    if (!page.ok || !owner || owner.dataset.person !== person || !token) return tell("stop", words.closed.replace("{title}", one.title)), null;
    return token;
  }

  async function send(one) {
    const token = await tokenOf(one, "#nilai [name=csrfmiddlewaretoken]");
    if (!token) return false;
    const answer = await post(one.path, token, one.body);
    if (answer.ok && answer.redirected && answer.url.includes("tersimpan")) {
      await drop(one);
      if (one.path === here) window.location.replace(answer.url);
      else tell("done", words.sent.replace("{title}", one.title), { url: one.path, text: words.look });
      return true;
    }
    if (answer.status === 409 || answer.status === 422) {
      await put({ ...one, state: "draft" });
      if (one.path === here) {
        form.dataset.stored = "1"; // the portal shows both values, or what is wrong
        form.elements.csrfmiddlewaretoken.value = token.value;
        form.requestSubmit();
      } else {
        tell("stop", words.differs.replace("{title}", one.title), { url: one.path, text: words.look });
      }
      return false;
    }
    return tell("stop", words.closed.replace("{title}", one.title)), false;
  }

  async function sendAll() {
    if (!navigator.onLine) return;
    const work = async () => {
      for (const one of (await mine()).filter((each) => each.state === "send")) {
        if (!(await (one.note ? sendNote(one) : send(one)))) break; // in order: the later waits for the earlier
      }
    };
    try {
      await (navigator.locks ? navigator.locks.request("pelatihan-kirim", { ifAvailable: true }, (lock) => lock && work()) : work());
    } catch (error) {
      const left = await mine();
      if (left.length) waiting(left); // no network after all: the next round tries again
    }
  }
  window.addEventListener("online", sendAll);
  window.setInterval(async () => {
    const left = await mine();
    if (held && !left.some((one) => one.key === held.key)) {
      tell("stop", words.cleared); // somebody cleared the browser's memory while this page was open
      if (form) await put(held);
    }
    if (left.some((one) => one.state === "send")) sendAll();
  }, 15000);

  // Opening --------------------------------------------------------------------------------------------------------
  /* The portal has just said that it has them; a page from the cache says so of an older version. */
  const saved = (one) => one.state === "send" && words.saved !== undefined
    && Number(new URLSearchParams(one.body).get("versi")) < Number(words.version);

  async function start() {
    const all = await mine();
    let kept = all.find((one) => one.path === here && !one.note);
    const returned = noteForm && all.find((one) => one.path === here && one.note && one.state === "draft");
    if (returned) {
      for (const [name, value] of new URLSearchParams(returned.body)) if (noteForm.elements[name]) noteForm.elements[name].value = value;
    }
    if (kept && saved(kept)) {
      await drop(kept);
      kept = null;
    }
    if (kept && form && form.dataset.refused !== undefined) {
      await put({ ...kept, state: "draft" }); // the portal has shown what is wrong: a person decides now
    } else if (kept && form) {
      restoring = true;
      restore(kept);
      restoring = false;
      held = kept;
      if (kept.state === "draft") tell("waiting", words.restored);
    }
    const records = await mine();
    const queue = records.filter((one) => one.state === "send");
    if (queue.length) {
      if (form && kept && kept.state === "send") queued();
      else waiting(queue);
      sendAll();
    } else {
      const drafts = records.filter((one) => one.path !== here);
      if (drafts.length) tell("waiting", words.elsewhere.replace("{title}", drafts[0].title), { url: drafts[0].path, text: words.look });
    }
    if (form) watch();
    if (noteForm) watchNote();
  }
  start().catch(() => tell("stop", words.noRoom));

  // Opening without a network ------------------------------------------------------------------------------------
  async function keepPage() {
    const name = `halaman-${person}`;
    for (const other of await caches.keys()) if (other.startsWith("halaman-") && other !== name) await caches.delete(other);
    await navigator.serviceWorker.register(place.dataset.worker, { scope: "/pelatihan/" });
    if (!navigator.onLine) return;
    if (navigator.serviceWorker.controller) return keepOthers(name);
    await navigator.serviceWorker.ready; // the first visit came before the worker: keep this page and its files now
    const files = [...document.querySelectorAll("script[src], link[rel=stylesheet], link[rel=icon]")].map((one) => one.src || one.href);
    await (await caches.open("berkas")).addAll(files);
    await (await caches.open(name)).add(here);
    await keepOthers(name);
  }

  /* The rolls of today and of the next morning: at 05:00 nobody can fetch what was never opened here. */
  async function keepOthers(name) {
    const files = await caches.open("berkas"); // first, so that a page that is kept works: each kind has its script
    for (const file of place.dataset.files.split(" ")) if (!(await files.match(file))) await files.add(file);
    const cache = await caches.open(name);
    for (const path of (place.dataset.keep || "").split(" ").filter((one) => one && one !== here)) {
      const before = await cache.match(path, { ignoreVary: true });
      // A copy of an hour ago may not know a leave that was approved since. (The portal asks, should it come to that.)
      if (before && Math.abs(Date.now() - Date.parse(before.headers.get("Date"))) < AN_HOUR) continue;
      const page = await fetch(path, { headers: { "X-Requested-With": "fetch" } });
      if (page.ok && !page.redirected && page.headers.get("Portal-Person") === person) {
        await cache.delete(path, { ignoreVary: true });
        await cache.put(path, page);
      }
    }
  }
  if (navigator.serviceWorker && window.caches) keepPage().catch(() => {});

  document.querySelectorAll("form[action$='/keluar/']").forEach((out) => out.addEventListener("submit", async (event) => {
    if (out.dataset.cleared || !window.caches) return;
    event.preventDefault();
    for (const name of await caches.keys()) if (name.startsWith("halaman-")) await caches.delete(name);
    out.dataset.cleared = "1";
    out.submit();
  }));
  if (navigator.storage && navigator.storage.persist) navigator.storage.persist().catch(() => {});
})();
