"""No page lets anything run, look or load but what the site itself holds."""

import re

from playwright.sync_api import Browser

from tests.site.conftest import Site

INTRUDERS = """() => {
  window.refused = [];
  addEventListener("securitypolicyviolation", event => refused.push(event.effectiveDirective));
  const put = (tag, given) => document.body.append(Object.assign(document.createElement(tag), given));
  put("script", {textContent: "window.ran = true"});
  put("script", {src: "data:text/javascript,window.ran=true"});
  put("style", {textContent: "body { opacity: 0 }"});
  put("iframe", {src: "data:text/html,a page"});
  put("img", {src: "https://example.org/pixel.png"});
  put("button", {innerHTML: "<span onclick='window.ran = true'></span>"});
  document.body.setAttribute("style", "opacity: 0");
  document.querySelector("button:last-of-type > span")?.click();
  const answer = fetch("https://example.org/").catch(() => "no answer");
  const told = resolve => refused.length < 8 ? setTimeout(told, 10, resolve) : resolve(answer);
  return new Promise(told);
}"""


def test_every_page_has_a_policy_before_anything_that_it_holds_for(site: Site) -> None:
    for file in site.folder.rglob("*.html"):
        page = file.read_text(encoding="utf-8")
        policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
        assert policy, file
        assert not re.search("<(link|script|style|img)", page[: policy.start()])
        assert policy[1].startswith("default-src 'self';")
        assert "unsafe" not in policy[1]
        assert "http" not in policy[1]
        assert ' style="' not in page


def test_what_gets_into_a_page_by_a_fault_does_nothing(site: Site, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(site.address)
    assert page.evaluate(INTRUDERS) == "no answer"
    assert set(page.evaluate("refused")) == {
        "script-src-elem",
        "script-src-attr",
        "style-src-elem",
        "style-src-attr",
        "frame-src",
        "img-src",
        "connect-src",
    }
    assert not page.evaluate("window.ran")
    assert page.evaluate("getComputedStyle(document.body).opacity") == "1"
    page.close()
