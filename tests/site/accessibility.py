"""Judges an open page by axe-core's rules for WCAG 2.2 AA."""

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page

RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
COLOURS = ("color-contrast", "link-in-text-block")
# What shows of a formula is hidden from screen readers and coloured as its text. Of its thousand boxes,
# all of which axe would place in its grid, one is left, empty and as large.
NOT_JUDGED = ".katex-html"
EMPTY = """
(formulas) => {
  const sizes = formulas.map((formula) => formula.getBoundingClientRect());
  for (const [index, { style }] of formulas.entries()) {
    formulas[index].replaceChildren();
    const { width, height } = sizes[index];
    Object.assign(style, { display: "inline-block", width: `${width}px`, height: `${height}px` });
  }
}
"""


def expect_no_violation(page: Page, *inside: str, rules: tuple[str, ...] = RULES) -> None:
    """Fail with axe's report if anything breaks a rule, on the page or inside what these selectors choose.

    The page's formulas are empty boxes after this.
    """
    page.locator(NOT_JUDGED).evaluate_all(EMPTY)
    context = {"exclude": [NOT_JUDGED]} | ({"include": list(inside)} if inside else {})
    options = {"runOnly": list(rules), "resultTypes": ["violations"]}
    found = Axe().run(page, context=context, options=options)
    assert found.violations_count == 0, found.generate_report()
