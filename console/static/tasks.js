// How are tasks worked through without a mouse? j and k move, c claims, r puts back, Enter opens the one in focus.
"use strict";
(() => {
  const rows = () => [...document.querySelectorAll("[data-task]")];
  const row = () => document.activeElement?.closest("[data-task]");
  const typing = (at) => at.closest("input, textarea, select");
  function move(by) {
    const all = rows(), at = all.indexOf(row());
    const next = all[at < 0 ? 0 : Math.min(Math.max(at + by, 0), all.length - 1)];
    next?.querySelector("a")?.focus();
  }
  document.addEventListener("keydown", (event) => {
    if (typing(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "j" || event.key === "k") { event.preventDefault(); move(event.key === "j" ? 1 : -1); }
    if (event.key === "c" || event.key === "r") row()?.querySelector(`[data-key="${event.key}"]`)?.click();
  });
})();
