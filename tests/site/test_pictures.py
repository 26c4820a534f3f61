"""Pictures drawn by the pages' own code when the site is built."""

from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from torchnn_doc.site import pictures

PAGE = """\
# Page

```python {draws="figures/line.svg"}
import matplotlib.pyplot as plt

plt.plot([1, 2, 3])
```

![A line](figures/line.svg)
"""


def build_site(folder: Path, page: str) -> Path:
    docs = folder / "docs"
    (docs / "part").mkdir(parents=True, exist_ok=True)
    (docs / "part" / "page.md").write_text(page, encoding="utf-8")
    site = folder / "site"
    build(
        load_config(
            str(folder / "mkdocs.yml"),
            site_name="Site",
            docs_dir=str(docs),
            site_dir=str(site),
            hooks=[pictures.__file__],
            theme={"name": "mkdocs"},
        )
    )
    return site / "part"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "mkdocs.yml").touch()
    return tmp_path


def test_the_build_draws_a_picture_that_is_not_there(folder: Path) -> None:
    built = build_site(folder, PAGE)
    assert "</svg>" in (built / "figures" / "line.svg").read_text(encoding="utf-8")
    assert 'src="../figures/line.svg"' in (built / "page" / "index.html").read_text(encoding="utf-8")


def test_the_build_shows_what_the_code_draws_now_not_what_lies_there(folder: Path) -> None:
    old = folder / "docs" / "part" / "figures" / "line.svg"
    old.parent.mkdir(parents=True)
    old.write_text("<svg/>", encoding="utf-8")
    built = build_site(folder, PAGE)
    assert "</svg>" in (built / "figures" / "line.svg").read_text(encoding="utf-8")
    assert old.read_text(encoding="utf-8") == "<svg/>"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("[1, 2, 3]", "[1 / 0]", "figures/line.svg is not drawn: ZeroDivisionError('division by zero')"),
        (
            "plt.plot([1, 2, 3])",
            "",
            "draws=figures/line.svg, but at its end no figure of matplotlib.pyplot is open",
        ),
    ],
)
def test_a_page_that_draws_no_picture_fails_the_build(
    folder: Path, caplog: pytest.LogCaptureFixture, old: str, new: str, message: str
) -> None:
    with pytest.raises(Abort):
        build_site(folder, PAGE.replace(old, new))
    assert caplog.messages == [f"part/page.md:3: {message}"]
