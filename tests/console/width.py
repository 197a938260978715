"""What on a page is wider than the screen? Whatever the font: a page that fits in ours may not in another's."""

from playwright.sync_api import Page

WIDE = "* { font-family: serif !important; letter-spacing: .1em !important }"
"""Wider than any font that a browser would choose."""
_PUT = "css => { const one = new CSSStyleSheet(); one.replaceSync(css); document.adoptedStyleSheets = [one] }"
_OFFENDERS = """async () => {
  await new Promise(done => document.readyState === "complete" ? done() : addEventListener("load", done))  // with CSS
  const scrolls = one => {
    for (let at = one.parentElement; at && at !== document.body; at = at.parentElement)
      if (["auto", "scroll"].includes(getComputedStyle(at).overflowX)) return true
    return false
  }
  const right = one => one.getBoundingClientRect().right
  const told = one => `${one.tagName.toLowerCase()}.${one.className}: ${one.textContent.trim().slice(0, 40)}`
  return [...document.body.querySelectorAll("*")]
    .filter(one => one.getClientRects().length && right(one) > window.innerWidth + 0.5)
    .filter(one => !one.closest(".unseen") && getComputedStyle(one).position !== "fixed" && !scrolls(one))
    .map(one => `${told(one)} (to ${Math.round(right(one))} of ${window.innerWidth} px)`)
}"""


def running_out(page: Page, style: str = "") -> list[str]:
    """Every element that reaches beyond the screen, with `style` put over the page's own."""
    page.evaluate(_PUT, style)
    found: list[str] = page.evaluate(_OFFENDERS)
    return found
