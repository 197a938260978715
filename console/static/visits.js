// How does what a visitor found reach us over a bad link? It is kept in the browser until the answer has come.
// A submission carries an id of its own (`submission`), so that sending it again is no second one.
"use strict";
(() => {
  const AGAIN_MS = 5000, PATIENCE_MS = 20000, STORE = "outcomes";
  const unsent = document.getElementById("unsent"), form = document.getElementById("outcome");
  let busy = false;

  const opened = new Promise((resolve, reject) => {
    const asked = indexedDB.open("bigbutton", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "id" });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  async function stored(mode, act) {
    const store = (await opened).transaction(STORE, mode).objectStore(STORE);
    return new Promise((resolve, reject) => {
      const asked = act(store);
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
  }
  const kept = () => stored("readonly", (store) => store.getAll());

  function say(text) {
    if (!unsent) return;
    unsent.hidden = !text;
    unsent.textContent = text;
  }
  async function count() {
    const n = (await kept()).length;
    if (unsent) say(n ? unsent.dataset.words.replace("{n}", n) : "");
  }

  async function send(one) { // true: it was answered; where it led is the answer's own address
    const body = new FormData();
    for (const [name, value] of one.fields) body.append(name, value);
    body.set("form_token", document.querySelector("[name=form_token]")?.value || body.get("form_token"));
    const reply = await fetch(one.url, { method: "POST", body, credentials: "same-origin", signal: AbortSignal.timeout(PATIENCE_MS) }).catch(() => null);
    if (!reply || reply.status >= 500) return null;
    if (new URL(reply.url).pathname === "/sign-in") return "signed-out";
    return reply;
  }

  async function deliver() { // everything that is kept, the oldest first
    if (busy) return;
    busy = true;
    try {
      for (const one of await kept()) {
        const reply = await send(one);
        if (reply === "signed-out") { if (form) say(form.dataset.signedOut); break; }
        if (!reply) break;
        await stored("readwrite", (store) => store.delete(one.id));
        const here = location.pathname === one.url;
        if (reply.ok && (here || location.pathname === "/visits")) { location.assign(reply.redirected ? reply.url : location.href); return; }
        if (here) { document.open(); document.write(await reply.text()); document.close(); return; } // refused: our own page says why
      }
      await count();
    } finally { busy = false; }
  }

  if (form) form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const fields = [...new FormData(form, event.submitter)].filter(([, value]) => !(value instanceof File) || value.size);
    await stored("readwrite", (store) => store.put({ id: form.elements.submission.value, url: location.pathname, fields }));
    for (const button of form.querySelectorAll("button")) button.disabled = true;
    say(form.dataset.sending);
    await deliver();
    if ((await kept()).length && !unsent.textContent.includes(form.dataset.signedOut)) say(form.dataset.kept);
  });
  addEventListener("online", deliver);
  setInterval(async () => { if ((await kept()).length) deliver(); }, AGAIN_MS);
  deliver();
})();
