"""Judges an open page by axe-core's rules for WCAG 2.2 AA."""

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page

RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
COLOURS = ("color-contrast", "link-in-text-block")
# What shows of a formula is hidden from screen readers and coloured as its text. Of its thousand boxes,
# all of which axe would place in its grid, one is left, empty and as large.
NOT_JUDGED = ".katex-html"
EMPTY = """
(selector) => {
  const formulas = [...document.querySelectorAll(selector)].map((box) => {
    const { width, height } = box.getBoundingClientRect();
    return { box, children: [...box.childNodes], width: `${width}px`, height: `${height}px` };
  });
  for (const { box, width, height } of formulas) {
    box.replaceChildren();
    Object.assign(box.style, { display: "inline-block", width, height });
  }
  return () => {
    for (const { box, children } of formulas) {
      box.replaceChildren(...children);
      box.removeAttribute("style");
    }
  };
}
"""


def expect_no_violation(page: Page, *inside: str, rules: tuple[str, ...] = RULES) -> None:
    """Fail with axe's report if anything breaks a rule, on the page or inside what these selectors choose."""
    put_back = page.evaluate_handle(EMPTY, NOT_JUDGED)
    context = {"exclude": [NOT_JUDGED]} | ({"include": list(inside)} if inside else {})
    options = {"runOnly": list(rules), "resultTypes": ["violations"]}
    found = Axe().run(page, context=context, options=options)
    put_back.evaluate("put_back => put_back()")
    assert found.violations_count == 0, found.generate_report()
