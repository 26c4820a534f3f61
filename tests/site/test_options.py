"""What mkdocs.yml says of the plugin: a value that is wrong is told by MkDocs, before anything is built."""

from pathlib import Path

import pytest
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from tests.site.conftest import ROOT
from torchnn_doc.site.settings import language_of, options_of, way_to, words_of

RIGHT = """\
site_name: Site
theme: {name: mkdocs, language: en}
plugins:
  torchnn_doc:
    words: words
    languages:
      - {code: zh}
      - {code: en, at: en/, config: mkdocs.yml}
    x_default: en
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "docs").mkdir()
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "zh.yml").write_text("live: {run: 執行, stop: 停止}\n", encoding="utf-8")
    (tmp_path / "words" / "en.yml").write_text("live: {run: Run, stop: Stop}\n", encoding="utf-8")
    (tmp_path / "mkdocs.yml").write_text(RIGHT, encoding="utf-8")
    return tmp_path


def test_stages_find_languages_and_words_by_the_configuration_of_their_build(project: Path) -> None:
    config = load_config(str(project / "mkdocs.yml"))
    assert language_of(config).at == "en/"
    assert words_of(config)["live"]["stop"] == "Stop"
    assert [way_to(language, config) for language in options_of(config).languages] == ["../", "../en/"]
    assert options_of(config).downloads is False


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ("at: en/", "at: en", "option 'languages': Expected 'at' to be a folder such as 'en/', not 'en'."),
        (", at: en/", "", "option 'languages': Expected one language without 'at'"),
        (", config: mkdocs.yml", "", "option 'languages': Expected a 'config' that builds en in 'en/'."),
        ("mkdocs.yml}", "missing.yml}", "missing.yml' isn't an existing file"),
        ("x_default: en", "x_default: fr", "option 'x_default': Expected one of zh, en, not 'fr'."),
        ("words: words", "words: missing", "option 'words': There is no zh.yml in the folder."),
        ("    x_default: en\n", "", "option 'x_default': Required configuration not provided."),
        ("x_default: en", "x_default: en\n    downloads: maybe", "option 'downloads': Expected type"),
    ],
)
def test_a_wrong_option_is_told_by_its_name(
    project: Path, right: str, wrong: str, message: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert right in RIGHT
    (project / "mkdocs.yml").write_text(RIGHT.replace(right, wrong), encoding="utf-8")
    with pytest.raises(Abort):
        load_config(str(project / "mkdocs.yml"))
    assert message in caplog.text


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("live: {run: Run}", "en.yml lacks live.stop, which zh.yml has."),
        ("live: {run: Run, stop: Stop, more: More}", "zh.yml lacks live.more, which en.yml has."),
        ("live: [", "words/en.yml: while parsing"),
        ("Run", "words/en.yml: expected words by their keys, not 'Run'."),
    ],
)
def test_a_word_that_a_language_lacks_is_told_by_file_and_key(
    project: Path, words: str, message: str, caplog: pytest.LogCaptureFixture
) -> None:
    (project / "words" / "en.yml").write_text(words, encoding="utf-8")
    with pytest.raises(Abort):
        load_config(str(project / "mkdocs.yml"))
    assert f"option 'words': {message}" in caplog.text


def test_every_language_of_the_site_has_every_word() -> None:
    options = options_of(load_config(str(ROOT / "mkdocs.yml")))
    assert set(options.words) == {language.code for language in options.languages}
