// How does the telephone on the page feel like one? Keys that press without a reload, bars that grow, a recording to hear.
// What is shown comes over live.js; here is only what the hand does, and sound, which begins with a click alone.
"use strict";
(() => {
  const phone = document.getElementById("telephone"), token = phone.elements.form_token.value;
  const refusal = document.getElementById("refusal"), by = (id) => document.getElementById(id);
  const chosen = () => document.querySelector('[name="home"]:checked');
  const say = (where, text) => { if (where.textContent !== text) where.textContent = text; }; // what is watched is not touched in vain
  let wanted = chosen()?.value || "";

  async function send(path, values) {
    const body = new FormData();
    for (const [name, value] of Object.entries({ form_token: token, ...values })) body.set(name, value);
    refusal.hidden = true;
    try {
      const reply = await fetch(path, { method: "POST", body, headers: { accept: "application/json" } });
      const said = await reply.json();
      if (said.refused || said.detail) throw new Error(said.refused || said.detail);
      return true;
    } catch (fault) {
      refusal.textContent = fault.message;
      refusal.hidden = false;
      refusal.scrollIntoView({ block: "nearest" });
      return false;
    }
  }

  // the keys
  async function press(key) {
    key.classList.add("pressed");
    const taken = await send("/demo/press", { home: wanted, service: key.value });
    if (taken && matchMedia("(max-width: 60rem)").matches) by("call-title").scrollIntoView({ behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
    setTimeout(() => key.classList.remove("pressed"), 1200);
  }
  phone.addEventListener("submit", (event) => {
    event.preventDefault();
    const key = event.submitter;
    if (key && key.name === "service") press(key);
    else send("/demo/hang-up", { home: key && key.name === "home" ? key.value : wanted });
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || event.target.closest("input:not([type=radio]), textarea, select")) return;
    const key = phone.querySelector(`[data-digit="${CSS.escape(event.key)}"]`);
    if (key) { event.preventDefault(); key.classList.add("down"); press(key); setTimeout(() => key.classList.remove("down"), 150); }
  });
  document.addEventListener("change", (event) => { if (event.target.name === "home") { wanted = event.target.value; look(); } });

  // switches, and links that sign in on the way
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const hidden = form.querySelector("[data-token]");
    if (hidden) hidden.value = token;
    if (!form.matches(".asks")) return;
    event.preventDefault();
    send(form.getAttribute("action"), { name: form.elements.name.value, on: form.elements.on.value });
  }, true);

  // the mornings
  const day = by("day"), again = by("again");
  day.addEventListener("change", () => send("/demo/morning", { day: day.value }));
  again.addEventListener("click", () => send("/demo/morning", {}));

  // what the parts say now
  function look() {
    const radio = document.querySelector(`[name="home"][value="${CSS.escape(wanted)}"]`) || document.querySelector('[name="home"]');
    if (radio) { radio.checked = true; wanted = radio.value; }
    const waits = Number(radio?.dataset.waiting || 0) > 0, lamp = by("lamp-said");
    by("lamp").classList.toggle("lit", waits);
    say(lamp, waits ? lamp.dataset.some : lamp.dataset.none);
    const mine = [...document.querySelectorAll(".drawn")].find((each) => each.dataset.terminal === wanted && each.hasAttribute("data-open"));
    const line = mine ? (mine.hasAttribute("data-taken") ? "talking" : "calling") : "free", now = by("line-now");
    phone.dataset.line = line;
    say(now, now.dataset[line] + (line === "free" ? "" : ` · ${now.dataset.down}`));
    for (const key of phone.querySelectorAll(".key")) key.disabled = !radio;
    mornings();
    offer();
  }
  function mornings() {
    const now = by("morning-now");
    const none = !now || now.dataset.position === "", busy = Boolean(now && now.dataset.busy), free = now && !busy && !now.dataset.story;
    again.disabled = !free || now.dataset.plug !== "in";
    say(again, busy ? again.dataset.busy : none ? again.dataset.first : again.dataset.next);
    day.disabled = again.disabled || none || Number(now.dataset.position) >= Number(day.max);
    if (now && document.activeElement !== day || busy) day.value = none ? 0 : now.dataset.position;
  }

  // bars grow with the clocks beside them
  function grow() {
    for (const bar of document.querySelectorAll("rect[data-grows]")) {
      const said = bar.closest(".rung").querySelector("time[data-since]")?.textContent || "", left = Number(bar.dataset.grows);
      const seconds = said.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
      const scale = Number(bar.closest(".rungs").dataset.scale);
      if (said) bar.setAttribute("width", Math.min(100 - left, Math.max(0.8, (seconds / scale) * 100)));
    }
  }

  // the recording: drawn when it is there, heard when it is asked for
  const player = by("player"), play = by("play"), wave = by("wave"), sound = by("sound"), played = by("played");
  let shown = "", peaks = [], length = 0, taken = 0;
  async function offer() {
    const call = document.querySelector(".drawn[data-recording]"), name = call?.dataset.recording || "";
    if (!name || name === shown) return;
    shown = name;
    taken = Number(call.dataset.taken || 0);
    const address = `/demo/recordings/${name}.wav`, reply = await fetch(address).catch(() => null);
    if (!reply || !reply.ok) return;
    const heard = samples(await reply.arrayBuffer());
    if (!heard.length || shown !== name) return;
    say(by("whose"), (call.querySelector("h3 span")?.textContent || "") + " · ");
    length = heard.length / 8000;
    peaks = peaked(heard, 160);
    sound.pause();
    sound.src = address;
    player.dataset.rms = Math.sqrt(heard.reduce((sum, one) => sum + one * one, 0) / heard.length).toFixed(4);
    player.hidden = false;
    draw();
  }
  function samples(buffer) { // what Asterisk writes: 8,000 a second, 16 bits, one channel
    const view = new DataView(buffer);
    let at = 12;
    while (at + 8 <= view.byteLength && view.getUint32(at) !== 0x64617461) at += 8 + view.getUint32(at + 4, true);
    const found = [];
    for (let n = at + 8; n + 1 < view.byteLength; n += 2) found.push(view.getInt16(n, true) / 32768);
    return found;
  }
  function peaked(heard, parts) {
    const size = Math.max(1, Math.floor(heard.length / parts));
    return Array.from({ length: parts }, (_, n) => heard.slice(n * size, (n + 1) * size).reduce((most, one) => Math.max(most, Math.abs(one)), 0));
  }
  function draw() {
    const paper = wave.getContext("2d"), { width, height } = wave, style = getComputedStyle(document.documentElement);
    const step = width / peaks.length, loudest = Math.max(0.05, ...peaks), done = length ? sound.currentTime / length : 0;
    paper.clearRect(0, 0, width, height);
    peaks.forEach((peak, n) => {
      const tall = Math.max(2, (peak / loudest) * (height - 8));
      paper.fillStyle = style.getPropertyValue(n / peaks.length < done ? "--accent" : "--soft");
      paper.fillRect(n * step + 1, (height - tall) / 2, Math.max(1, step - 1.5), tall);
    });
    if (taken && length) {
      paper.setLineDash([4, 4]);
      paper.strokeStyle = style.getPropertyValue("--green");
      paper.beginPath();
      paper.moveTo((taken / length) * width, 0);
      paper.lineTo((taken / length) * width, height);
      paper.stroke();
    }
    const s = Math.floor(sound.currentTime || 0);
    played.textContent = `${Math.floor(s / 60)}:${String(s % 60).padStart(2, "0")} / ${Math.floor(length / 60)}:${String(Math.floor(length % 60)).padStart(2, "0")}`;
  }
  play.addEventListener("click", () => (sound.paused ? sound.play() : sound.pause()));
  for (const each of ["play", "pause", "ended"]) sound.addEventListener(each, () => {
    play.classList.toggle("plays", !sound.paused);
    play.setAttribute("aria-label", sound.paused ? play.dataset.play : play.dataset.stop);
    draw();
  });
  sound.addEventListener("timeupdate", draw);

  new MutationObserver(look).observe(document.querySelector(".kitchen-floor"), { childList: true, subtree: true, attributes: true, attributeFilter: ["data-recording", "data-open", "data-taken", "data-position", "data-busy", "data-plug", "data-story", "data-waiting"] });
  setInterval(grow, 250);
  look();
})();
