// How does the page on which a message is written count while people are chosen? It asks again after each change.
"use strict";
(() => {
  const form = document.getElementById("compose"), reach = document.getElementById("reach");
  const COUNTED = new Set(["tags", "areas", "min_age", "max_age", "people", "speaks", "not_reached_by"]);
  const QUIET_MS = 350;
  let timer = 0, asked = 0;

  async function count() {
    const mine = ++asked, sent = new FormData(form);
    sent.delete("recording");
    reach.setAttribute("aria-busy", "true");
    const reply = await fetch("/broadcasts/reach", { method: "POST", body: sent, credentials: "same-origin", redirect: "manual" }).catch(() => null);
    if (mine !== asked) return; // a later question is under way
    reach.removeAttribute("aria-busy");
    if (reply && reply.ok) reach.innerHTML = await reply.text(); // our own template's output: values in it are escaped on the server
    else if (reply && reply.type === "opaqueredirect") location.reload();
  }
  form.addEventListener("input", (event) => {
    if (!COUNTED.has(event.target.name)) return;
    clearTimeout(timer);
    timer = setTimeout(count, QUIET_MS);
  });
  form.addEventListener("submit", (event) => { // sent once, however often it is pressed
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "yes";
  });
  addEventListener("pageshow", () => delete form.dataset.sent);
  const faults = document.getElementById("faults");
  if (faults) faults.focus(); else count();
})();
