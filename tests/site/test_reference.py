"""The reference as a reader of the built site sees it: every public name with its formula and shapes."""

import inspect
import re
from functools import cache
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from tests.site.conftest import ROOT_OF, Site
from torchnn_doc import nn, torch

TITLES = {"zh-TW": ("公式：", "形狀："), "en": ("Formulas:", "Shapes:")}
ENGLISH_TITLES = re.compile(r"^(Formulas|Shapes|Parameters|Arguments|Attributes|Raises|Returns):?$")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
PASSES = ("updateOutput", "updateGradInput", "accGradParameters")
OF_NN = [f"nn.{name}" for name in nn.__all__]
OF_TORCH = [f"torch.{name}" for name in torch.__all__]


@cache
def parsed(file: Path) -> BeautifulSoup:
    return BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser")


def page_of(site: Site, language: str, name: str) -> BeautifulSoup:
    return parsed(site.folder / ROOT_OF[language] / f"api-{name.partition('.')[0]}" / "index.html")


def entry(site: Site, language: str, name: str) -> Tag:
    """What the page shows of a name below its heading: the sentence, then what the docstring says."""
    found = page_of(site, language, name).select_one(f'h3[id="torchnn_doc.{name}"] ~ div.doc-object')
    assert found, f"{name} has no entry"
    return found


@pytest.mark.parametrize("language", ROOT_OF)
@pytest.mark.parametrize("name", OF_NN + OF_TORCH)
def test_every_public_name_is_in_the_reference(site: Site, language: str, name: str) -> None:
    assert len(page_of(site, language, name).select(f'[id="torchnn_doc.{name}"]')) == 1


@pytest.mark.parametrize("language", ROOT_OF)
@pytest.mark.parametrize("name", OF_NN)
def test_everything_in_nn_shows_its_formula_and_its_shapes(site: Site, language: str, name: str) -> None:
    shown = entry(site, language, name)
    for kind, title in zip(("formulas", "shapes"), TITLES[language], strict=True):
        section = shown.select_one(f".doc-{kind}")
        assert section, f"no {kind}"
        assert section.get_text().strip().startswith(title)
        assert section.select("li")
    assert shown.select(".doc-formulas .katex-mathml math")


@pytest.mark.parametrize("language", ROOT_OF)
@pytest.mark.parametrize("name", OF_NN)
def test_everything_in_nn_shows_how_it_is_called_and_its_methods(
    site: Site, language: str, name: str
) -> None:
    shown, thing = entry(site, language, name), getattr(nn, name.removeprefix("nn."))
    call = shown.select_one(".doc-call")
    assert call
    assert call.get_text().strip().startswith(name)
    if thing is nn.GradientError:  # a number: nobody makes one but `gradcheck`
        return
    assert all(parameter in call.get_text() for parameter in inspect.signature(thing).parameters)
    if not inspect.isclass(thing):
        return
    for method in set(PASSES) & set(vars(thing)):
        assert shown.select(f'h4[id="torchnn_doc.{name}.{method}"]')
    assert re.search(r"Source: nn, \w+\.lua", shown.get_text())


@pytest.mark.parametrize("name", OF_NN + OF_TORCH)
def test_the_chinese_page_says_in_chinese_what_a_name_stands_for(site: Site, name: str) -> None:
    heading = page_of(site, "zh-TW", name).select_one(f'h3[id="torchnn_doc.{name}"]')
    if not heading:  # the types of tensors, which are rows of a table
        assert name.endswith("Tensor")
        return
    sentence = heading.find_next_sibling("p")
    assert sentence
    assert len(CHINESE.findall(sentence.get_text())) >= 4
    titles = [title.get_text().strip() for title in entry(site, "zh-TW", name).select(".doc-section-title")]
    assert [title for title in titles if not title or ENGLISH_TITLES.match(title)] == []


@pytest.mark.parametrize("language", ROOT_OF)
def test_every_link_of_the_table_of_names_leads_to_its_entry(site: Site, language: str) -> None:
    folder = site.folder / ROOT_OF[language]
    links = parsed(folder / "names" / "index.html").select("article td:nth-of-type(2) a")
    assert len(links) > 100
    for link in links:
        path, _, anchor = str(link["href"]).partition("#")
        target = parsed((folder / "names" / path / "index.html").resolve())
        assert target.find(id=anchor), link
