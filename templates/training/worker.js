/* Lets the pages under /pelatihan/ open without a network. A page is kept for one person only, and is shown only
   while the cookie says that this person is still logged in here. */
"use strict";
const COOKIE = "portal_luring";
const NOTICE = "/pelatihan/luring/";
const FILES = "berkas";
const PAGES = "halaman-";
const KEPT = 14; // pages a person
const PATIENCE = 8000; // a router that drops keeps nobody waiting who has the page here
const wait = (time) => new Promise((resolve) => setTimeout(resolve, time));

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(FILES).then((cache) => cache.add(NOTICE)).then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    if (!url.pathname.startsWith("/pelatihan/")) return;
    event.respondWith(request.method === "POST" ? send(request, url) : page(request, url));
  } else if (request.method === "GET" && url.pathname.startsWith("/static/")) {
    event.respondWith(file(request));
  }
});

async function page(request, url) {
  const answer = fetch(request);
  try {
    const response = (await Promise.race([answer, wait(PATIENCE)])) || (await kept(url.pathname)) || (await answer);
    const person = response.headers.get("Portal-Person");
    if (person && response.ok && !response.redirected) await keep(person, url.pathname, response.clone());
    return response;
  } catch (error) {
    return (await kept(url.pathname)) || (await caches.match(NOTICE)) || Response.error();
  }
}

/* What was typed lies on the device already: the page says so when it opens again. */
async function send(request, url) {
  try {
    return await fetch(request);
  } catch (error) {
    return Response.redirect(url.pathname, 303);
  }
}

async function file(request) {
  const cache = await caches.open(FILES);
  try {
    const response = await fetch(request);
    if (response.ok) await cache.put(request, response.clone()).catch(() => {});
    return response;
  } catch (error) {
    return (await cache.match(request, { ignoreVary: true })) || Response.error();
  }
}

async function keep(person, path, response) {
  for (const name of await caches.keys()) {
    if (name.startsWith(PAGES) && name !== PAGES + person) await caches.delete(name);
  }
  const cache = await caches.open(PAGES + person);
  try {
    await cache.delete(path, { ignoreVary: true }); // the newest stands last
    await cache.put(path, response);
    const paths = await cache.keys();
    await Promise.all(paths.slice(0, -KEPT).map((old) => cache.delete(old, { ignoreVary: true })));
  } catch (error) {
    // A full device keeps no page; the page itself says when it cannot keep values either.
  }
}

/* Before noon the roll that is due: the wake-up until six, then the briefing. */
function rollOfThisMorning(paths) {
  const now = new Date();
  if (now.getHours() >= 12) return null;
  const two = (number) => String(number).padStart(2, "0");
  const day = `/${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}/`;
  const due = now.getHours() < 6 ? "bangun" : "briefing";
  return paths.find((path) => path.endsWith(`${day}${due}/`));
}

async function kept(path) {
  const cookie = self.cookieStore && (await self.cookieStore.get(COOKIE));
  if (!cookie || !(await caches.has(PAGES + cookie.value))) return null;
  const cache = await caches.open(PAGES + cookie.value);
  const found = await cache.match(path, { ignoreVary: true });
  if (found || path !== "/pelatihan/") return found;
  const paths = (await cache.keys()).map((one) => new URL(one.url).pathname);
  const morning = rollOfThisMorning(paths);
  if (morning) return Response.redirect(morning);
  const evenings = (await cache.keys()).filter((one) => /\/\d{4}-\d{2}-\d{2}\/$/.test(new URL(one.url).pathname));
  return evenings.length ? Response.redirect(evenings[evenings.length - 1].url) : null;
}
