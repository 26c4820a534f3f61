"""Source of the package shown on pages."""

from pathlib import Path

import pytest

from torchnn_doc.site.excerpts import ExcerptError, excerpt, expand

CODE = '''\
import functools


class Layer:
    """A layer."""

    @functools.cache
    def size(self):
        """Return the size."""
        return 1

    def stub(self):
        """Nothing to do."""


def make():
    return Layer()
'''


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "layer.py").write_text(CODE, encoding="utf-8")
    return tmp_path


def test_a_method_is_shown_with_its_decorator_and_without_indentation_and_docstring(root: Path) -> None:
    method = "@functools.cache\ndef size(self):\n    return 1"
    assert excerpt(root / "layer.py", "Layer.size") == method


def test_a_class_is_shown_whole_without_the_docstrings_in_it(root: Path) -> None:
    first, second, third, fourth, *_ = excerpt(root / "layer.py", "Layer").splitlines()
    assert (first, second, third) == ("class Layer:", "    @functools.cache", "    def size(self):")
    assert fourth == "        return 1"


def test_a_docstring_that_is_all_of_a_body_is_shown(root: Path) -> None:
    assert excerpt(root / "layer.py", "Layer.stub") == 'def stub(self):\n    """Nothing to do."""'


def test_a_docstring_of_several_lines_goes_with_the_blank_line_below_it(tmp_path: Path) -> None:
    docstring = '    """Make it.\n\n    Raises:\n        Nothing.\n    """\n\n'
    (tmp_path / "make.py").write_text(f'def make():\n{docstring}    x = """a\n"""\n    return x\n')
    assert excerpt(tmp_path / "make.py", "make") == 'def make():\n    x = """a\n"""\n    return x'


def test_an_excerpt_takes_the_indentation_of_its_place(root: Path) -> None:
    page = 'a\n    --8<-- "layer.py:make"\nb'
    assert expand(page, root, "page.md") == "a\n    def make():\n        return Layer()\nb"


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ("layer.py:Layer.sise", r"page\.md:12: layer\.py: .*'Layer\.sise'.*there is size"),
        ("layers.py:Layer", r"page\.md:12: layers\.py: there is no such file"),
    ],
)
def test_what_is_not_there_is_reported_with_the_page_and_line(root: Path, wanted: str, message: str) -> None:
    with pytest.raises(ExcerptError, match=message):
        expand(f'a\n--8<-- "{wanted}"\n', root, "page.md", first_line=11)


@pytest.mark.parametrize("line", ['--8 < --"layer.py:Layer"', '--8<-- "layer.py"', "--8<-- layer.py:Layer"])
def test_a_mistyped_directive_is_not_left_on_the_page(root: Path, line: str) -> None:
    with pytest.raises(ExcerptError, match=r"page\.md:2: given '--8.*expected --8<-- "):
        expand(f"a\n{line}\n", root, "page.md")
