// Who is on the line? The card follows what rings at this operator's telephone; the note is kept as it is typed.
"use strict";
(() => {
  const root = document.getElementById("call"), broken = document.getElementById("call-broken");
  const fixed = root.dataset.call || "";
  const quiet = root.innerHTML;
  const PART = { "x-part": "1" };
  const UNSAVED = "call-note-unsaved"; // over a reload and a sign-in: the page was open since yesterday
  let unsaved = false, shown = fixed, version = "", saving = null, asked = 0, said = "";

  const typing = () => root.contains(document.activeElement) && /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName);

  const callShown = () => root.querySelector("[data-shown]")?.dataset.shown;
  const where = (one) => one.id ? `#${CSS.escape(one.id)}` : `[name="${CSS.escape(one.name)}"][value="${CSS.escape(one.value)}"]`;
  const touched = (one) => one.id === "call-note" || (one.type === "radio" ? one.checked && !one.defaultChecked : one.value !== one.defaultValue);

  function put(html, sent = null) { // a card that renews itself takes nothing out of the hand: what is typed, chosen, in focus
    const call = callShown(), was = document.activeElement, at = was?.selectionStart;
    const focus = was !== root && root.contains(was) && (was.id || was.name) ? where(was) : "";
    const fields = [...root.querySelectorAll("input:not([type=hidden]), textarea")].filter((one) => touched(one) && (one.id === "call-note" || one.form !== sent));
    const kept = fields.map((one) => ({ place: where(one), text: one.value, radio: one.type === "radio" }));
    root.innerHTML = html; // our own template's output: values in it are escaped on the server
    for (const one of callShown() === call ? kept : []) {
      const now = root.querySelector(one.place);
      if (now && one.radio) now.checked = true;
      else if (now) now.value = one.text;
    }
    if (callShown() !== call) said = "";
    tell(said);
    const now = focus && root.querySelector(focus);
    if (now) { now.focus(); if (typeof at === "number") now.setSelectionRange(at, at); }
    restore();
    choose(0);
  }

  function restore() { // what was typed and not kept when this page went
    const area = document.getElementById("call-note"), left = JSON.parse(sessionStorage.getItem(UNSAVED) || "null");
    if (!area || left?.call !== callShown()) return;
    sessionStorage.removeItem(UNSAVED);
    area.value = left.text;
    unsaved = true;
    keep(area);
  }
  addEventListener("pagehide", () => {
    const area = document.getElementById("call-note");
    if (unsaved && area) sessionStorage.setItem(UNSAVED, JSON.stringify({ call: callShown(), text: area.value }));
  });

  async function show(call, query = "") {
    const mine = ++asked;
    const reply = await fetch(`/desk/call/${encodeURIComponent(call)}${query}`, { headers: PART }).catch(() => null);
    if (mine !== asked || !reply || reply.redirected) return; // signed out: the card and what was typed stay
    if (reply.ok) {
      put(await reply.text());
      root.dispatchEvent(new CustomEvent("call-shown", { bubbles: true, detail: { call } }));
    }
  }

  function ringing(told) { // [[call, "ringing" | "talking" | "passed", version], …], the one that is talked with first
    const mine = fixed ? told.find((one) => one[0] === fixed) : told[0];
    if (!mine) {
      if (version && shown) { version = ""; show(shown); } // it has ended: the card stays, so that the outcome can be kept
      return;
    }
    if (mine[0] === shown && mine[2] === version) return;
    if (mine[0] !== shown && version && told.some((one) => one[0] === shown && one[1] !== "passed")) return; // nothing moves under the hand
    [shown, , version] = mine;
    if (mine[0] === shown) show(shown, service());
  }
  const service = () => { const chosen = document.getElementById("call-service"); return chosen ? `?service=${encodeURIComponent(chosen.value)}` : ""; };

  function follow() {
    const source = new EventSource("/live/desk/calls");
    source.addEventListener("part", (event) => ringing(JSON.parse(JSON.parse(event.data).html)));
    source.addEventListener("over", () => { source.close(); location.reload(); });
  }

  async function send(form, submitter) {
    const body = new URLSearchParams(new FormData(form));
    if (submitter && submitter.name) body.set(submitter.name, submitter.value);
    const reply = await fetch(form.action, { method: "POST", body, headers: PART }).catch(() => null);
    const over = reply?.status === 401, done = Boolean(reply) && (reply.ok || reply.status === 422);
    broken.hidden = done;
    if (!done) broken.textContent = over ? root.dataset.over : reply ? root.dataset.refused : root.dataset.broken;
    return over ? null : reply;
  }

  function tell(state) { // how it stands with the note; a card that renews itself says it again
    const place = document.getElementById("call-note-state");
    if (place) place.textContent = said = state;
  }
  const drawn = (area) => { // the same note on the card as it is now; null: another call is shown
    const now = document.getElementById("call-note");
    return now?.form.action === area.form.action ? now : null;
  };

  async function keep(area) {
    area = drawn(area) || area;
    if (drawn(area)) tell(area.dataset.saving);
    const form = area.form, text = area.value;
    form.submission.value = `${Date.now()}-${Math.random().toString(36).slice(2)}`;
    const reply = await send(form), now = drawn(area);
    clearTimeout(saving);
    if (!reply || !reply.ok) saving = setTimeout(() => keep(area), 2000);
    else if (now && now.value !== text) saving = setTimeout(() => keep(now), 400); // typed on meanwhile
    else if (now) { tell(area.dataset.saved); unsaved = false; }
  }
  root.addEventListener("input", (event) => {
    if (event.target.id === "call-note") { unsaved = true; clearTimeout(saving); saving = setTimeout(() => keep(event.target), 400); }
    if (event.target.id === "call-find") { clearTimeout(find.wait); find.wait = setTimeout(() => find(event.target.value), 150); }
  });
  root.addEventListener("change", (event) => { if (event.target.id === "call-service") show(shown || fixed, service()); });
  root.addEventListener("submit", async (event) => {
    if (event.target.method === "get") { event.preventDefault(); return; }
    event.preventDefault();
    const reply = await send(event.target, event.submitter);
    if (reply && (reply.ok || reply.status === 422)) put(await reply.text(), reply.ok ? event.target : null);
  });

  async function find(text) {
    const form = document.getElementById("call-found"), mine = (find.asked = (find.asked || 0) + 1);
    const reply = text.trim() ? await fetch(`/desk/find?q=${encodeURIComponent(text)}`).catch(() => null) : null;
    if (mine !== find.asked) return;
    const people = reply && reply.ok ? await reply.json() : [];
    for (const old of form.querySelectorAll(".found, .hint")) old.remove();
    for (const one of people) {
      const button = document.createElement("button"), sub = document.createElement("span");
      Object.assign(button, { className: "second found", name: "senior", value: one.id, textContent: one.name + " " });
      Object.assign(sub, { className: "sub", textContent: one.sub });
      button.append(sub);
      form.append(button);
    }
  }

  let line = 0; // which of those offered the keys T, B and C mean
  function choose(step) {
    const all = [...root.querySelectorAll(".offered > li")];
    if (!all.length) return;
    line = Math.max(0, Math.min(all.length - 1, line + step));
    all.forEach((each, i) => each.toggleAttribute("aria-current", false) || (i === line && each.setAttribute("aria-current", "true")));
    if (step) all[line].scrollIntoView({ block: "nearest" });
  }
  const TO = { t: "blind", b: "attended", c: "conference" };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (root.querySelector(".offered")) { event.preventDefault(); choose(event.key === "ArrowDown" ? 1 : -1); }
      return;
    }
    const key = event.key.toLowerCase(), chosen = root.querySelectorAll(".offered > li")[line];
    const found = TO[key] ? chosen && chosen.querySelector(`[data-act="${TO[key]}"]`) : root.querySelector(`[data-key="${key.toUpperCase()}"]`);
    if (!found) return;
    event.preventDefault();
    if (found.tagName === "BUTTON") found.click(); else found.focus();
  });
  if (fixed) { restore(); choose(0); }
  follow();
})();
