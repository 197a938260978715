// What does every page give to whoever reads it? The menu, the keys of this page, and the page read aloud.
"use strict";
(() => {
  const root = document.getElementById("page-words").dataset, KEPT = "bigbutton-single-keys";
  const typing = (at) => at.closest?.("input:not([type=checkbox], [type=radio], [type=range]), textarea, select, [contenteditable]");
  const plain = (event) => !event.ctrlKey && !event.altKey && !event.metaKey && !typing(event.target);

  // --- the menu: on a telephone behind one button; what is asked for rarely behind another --------------------------
  const menu = document.getElementById("menu"), nav = document.getElementById("pages"), more = document.getElementById("more");
  menu?.addEventListener("click", () => menu.setAttribute("aria-expanded", String(nav.classList.toggle("open"))));
  document.addEventListener("click", (event) => { if (more?.open && !more.contains(event.target)) more.open = false; });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !more?.open) return;
    more.open = false;
    more.querySelector("summary").focus();
  });

  // --- single keys: whoever presses them by accident, or speaks to the computer, switches them off ------------------
  const single = document.getElementById("single-keys");
  single.checked = localStorage.getItem(KEPT) !== "0";
  single.addEventListener("change", () => localStorage.setItem(KEPT, single.checked ? "1" : "0"));
  addEventListener("keydown", (event) => {
    if (!single.checked && event.key.length === 1 && event.key !== "?" && plain(event)) event.stopImmediatePropagation();
  }, true);

  // --- the keys of this page ----------------------------------------------------------------------------------------
  const keys = document.getElementById("keys"), list = keys.querySelector("dl");
  const seen = (each) => each.checkVisibility ? each.checkVisibility() : each.offsetParent !== null;
  function nameOf(each) {
    const group = each.type === "radio" ? each.closest("fieldset")?.querySelector("legend") : null;
    const copy = (group || each.labels?.[0] || each).cloneNode(true);
    for (const one of copy.querySelectorAll("kbd, [role=status]")) one.remove();
    return each.dataset.keyName || copy.textContent || each.ariaLabel || each.title;
  }
  function found() {
    const known = new Map();
    for (const each of document.querySelectorAll("[aria-keyshortcuts], [data-key], [accesskey]")) {
      const alt = each.accessKey ? "Alt+" + each.accessKey.toUpperCase() : "";
      const key = each.getAttribute("aria-keyshortcuts") || alt || (each.dataset.key || "").toUpperCase();
      if (key && seen(each) && !known.has(key)) known.set(key, nameOf(each).replace(/\s+/g, " ").trim());
    }
    for (const each of document.querySelectorAll("[data-page-keys]"))
      for (const [key, name] of Object.entries(JSON.parse(each.dataset.pageKeys))) known.set(key, name);
    return known;
  }
  function tell() {
    list.replaceChildren(...[...found()].map(([key, name]) => {
      const row = document.createElement("div"), term = document.createElement("dt"), said = document.createElement("dd"), cap = document.createElement("kbd");
      cap.textContent = key;
      said.textContent = name;
      term.append(cap);
      row.append(term, said);
      return row;
    }));
    keys.showModal();
  }
  document.getElementById("keys-open").addEventListener("click", tell);

  // --- read aloud ---------------------------------------------------------------------------------------------------
  const reads = document.getElementById("read-aloud"), fault = document.getElementById("read-fault");
  const speech = globalThis.speechSynthesis, zh = document.documentElement.lang.startsWith("zh");
  const fits = (voice) => voice.lang.toLowerCase().startsWith(zh ? "zh" : "en") || (zh && voice.lang.toLowerCase().startsWith("cmn"));
  const voices = () => speech ? speech.getVoices().filter(fits) : [];
  const come = () => new Promise((done) => { // some browsers bring their voices only a moment later
    speech?.addEventListener("voiceschanged", done, { once: true });
    setTimeout(done, 800);
  });
  function pieces() { // a browser stops in the middle of a long piece
    const lines = document.getElementById("main").innerText.split(/\n+/).map((line) => line.replace(/\s+/g, " ").trim()).filter(Boolean);
    return lines.flatMap((line) => line.match(/.{1,160}(?:[。；，.;,!?！？ ]|$)|.{1,160}/g) || []);
  }
  function now(reading) {
    reads.setAttribute("aria-pressed", String(reading));
    reads.querySelector("span").textContent = reading ? reads.dataset.stop : reads.dataset.start;
  }
  async function read() {
    if (reads.getAttribute("aria-pressed") === "true") { speech.cancel(); return now(false); }
    if (!voices().length) await come();
    const voice = voices().find((one) => one.localService) || voices()[0];
    fault.hidden = Boolean(voice);
    fault.textContent = voice ? "" : speech ? root.noVoice : root.noSpeech;
    if (!voice) return;
    const said = pieces().map((text) => Object.assign(new SpeechSynthesisUtterance(text), { voice, lang: voice.lang, rate: 0.95 }));
    if (!said.length) return;
    said.at(-1).onend = () => now(false);
    for (const each of said) each.onerror = () => now(false);
    speech.cancel();
    now(true);
    for (const each of said) speech.speak(each);
  }
  reads.addEventListener("click", read);
  addEventListener("pagehide", () => speech?.cancel());

  addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.repeat || !plain(event) || keys.open) return;
    if (event.key === "?") { event.preventDefault(); tell(); }
    if (event.key.toLowerCase() === "v") { event.preventDefault(); read(); }
  });
})();
