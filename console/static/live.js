// How does an open page stay true? Parts that changed come as server-sent events and are put in place.
// The page says in #pulse which stream is its own (data-stream); #held is where new rows wait, if it has rows.
"use strict";
(() => {
  const pulse = document.getElementById("pulse"), held = document.getElementById("held");
  const words = pulse.querySelector(".words");
  const LOST_MS = 6000, AGAIN_MS = 2000;
  let heard = Date.now(), offset = 0, state = "waiting", waiting = null, source = null;

  function keyed(old, fresh) {
    const known = new Map([...old.children].map((each) => [each.id, each]));
    let at = old.firstElementChild;
    for (const next of [...fresh.children]) {
      const mine = known.get(next.id);
      known.delete(next.id);
      if (mine) {
        if (mine === at) at = at.nextElementSibling; else old.insertBefore(mine, at);
        put(mine, next);
      } else {
        next.classList.add("fresh");
        old.insertBefore(next, at);
      }
    }
    known.forEach((gone) => gone.remove());
  }

  function put(old, fresh) { // keeps elements that stay, so that focus, selection and opened details stay too
    if (old.isEqualNode(fresh)) return;
    if (old.nodeName !== fresh.nodeName) return old.replaceWith(fresh);
    for (const { name, value } of [...fresh.attributes]) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
    for (const { name } of [...old.attributes]) if (name !== "open" && !fresh.hasAttribute(name)) old.removeAttribute(name);
    if (old.hasAttribute("data-keyed")) return keyed(old, fresh);
    const mine = [...old.children], theirs = [...fresh.children];
    const alike = mine.length && mine.length === theirs.length && mine.every((each, i) => each.nodeName === theirs[i].nodeName);
    if (alike && ![...fresh.childNodes].some((node) => node.nodeType === 3 && node.data.trim())) mine.forEach((each, i) => put(each, theirs[i]));
    else old.replaceChildren(...fresh.childNodes);
  }

  function show(name, html) {
    const old = document.getElementById("part-" + name);
    if (!old) return;
    const fresh = old.cloneNode(false);
    fresh.innerHTML = html; // our own template's output: values in it are escaped on the server
    if (held && old.hasAttribute("data-steady") && inUse(old) && added(old, fresh)) return hold(name, html, added(old, fresh));
    if (waiting && waiting.name === name) release();
    put(old, fresh);
    tick();
  }

  // Nothing moves under the hand: while the pointer or the keyboard is in the list, new rows wait behind a button.
  const rows = (root) => [...root.querySelectorAll("[data-keyed] > [id]")].map((each) => each.id);
  const added = (old, fresh) => { const known = new Set(rows(old)); return rows(fresh).filter((id) => !known.has(id)).length; };
  const inUse = (part) => rows(part).length > 0 && ((matchMedia("(hover: hover)").matches && part.matches(":hover")) || part.contains(document.activeElement));
  function hold(name, html, count) {
    waiting = { name, html };
    held.textContent = count + " " + held.dataset.words;
    held.hidden = false;
  }
  function release() { waiting = null; if (held) held.hidden = true; }
  function let_go() {
    if (!waiting) return;
    const { name, html } = waiting;
    release();
    const old = document.getElementById("part-" + name), fresh = old.cloneNode(false);
    fresh.innerHTML = html;
    put(old, fresh);
    tick();
  }
  if (held) held.addEventListener("click", let_go);
  for (const part of document.querySelectorAll("[data-steady]")) part.addEventListener("mouseleave", let_go);

  const two = (n) => String(n).padStart(2, "0");
  function counted(seconds) {
    const s = Math.max(0, Math.floor(seconds)), h = Math.floor(s / 3600), m = Math.floor(s / 60) % 60;
    return h ? `${h}:${two(m)}:${two(s % 60)}` : `${m}:${two(s % 60)}`;
  }
  function tick() {
    const now = Date.now() / 1000 + offset;
    if (offset) for (const each of document.querySelectorAll("[data-since]")) each.textContent = counted(now - each.dataset.since);
    const open = Number(document.querySelector("[data-open]")?.dataset.open || 0);
    const title = document.title.replace(/^\(\d+\) /, "");
    document.title = open ? `(${open}) ${title}` : title;
    say();
  }
  function say() {
    if (state !== "waiting" && Date.now() - heard > LOST_MS) lost();
    if (state === "live") words.textContent = pulse.dataset.live.replace("{n}", Math.round((Date.now() - heard) / 1000));
  }
  function become(next) {
    if (state === next) return;
    state = next;
    pulse.dataset.state = next;
    const t = new Date(heard), text = pulse.dataset[next === "stale" ? "stale" : "lost"];
    pulse.setAttribute("aria-live", next === "live" ? "off" : "polite");
    if (next !== "live") words.textContent = text.replace("{t}", `${two(t.getHours())}:${two(t.getMinutes())}:${two(t.getSeconds())}`);
  }
  const lost = () => become("lost");

  async function again() { // refused for good (EventSource gives up): signed out, or the server is on its way back
    const reply = await fetch(location.href, { method: "GET", redirect: "manual", credentials: "same-origin" }).catch(() => null);
    if (reply && reply.type === "opaqueredirect") location.reload(); else setTimeout(connect, AGAIN_MS);
  }
  function connect() {
    if (source) source.close();
    source = new EventSource(pulse.dataset.stream);
    source.addEventListener("part", (event) => { const { name, html } = JSON.parse(event.data); show(name, html); });
    source.addEventListener("pulse", (event) => {
      const { now, fresh } = JSON.parse(event.data);
      offset = now - Date.now() / 1000 || 1e-9;
      if (fresh) { heard = Date.now(); become("live"); } else become("stale");
      tick();
    });
    source.addEventListener("over", () => location.reload());
    source.onerror = () => { lost(); if (source.readyState === EventSource.CLOSED) again(); };
  }
  connect();
  setInterval(tick, 1000);
})();
