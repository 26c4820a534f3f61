"""Judges an open page by axe-core's rules for WCAG 2.2 AA."""

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page

RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
COLOURS = ("color-contrast", "link-in-text-block")
# What shows of a formula is hidden from screen readers and coloured as its text: boxes by the thousand.
NOT_JUDGED = [".katex-html"]


def expect_no_violation(page: Page, *inside: str, rules: tuple[str, ...] = RULES) -> None:
    """Fail with axe's report if anything breaks a rule, on the page or inside what these selectors choose."""
    context = {"exclude": NOT_JUDGED} | ({"include": list(inside)} if inside else {})
    options = {"runOnly": list(rules), "resultTypes": ["violations"]}
    found = Axe().run(page, context=context, options=options)
    assert found.violations_count == 0, found.generate_report()
