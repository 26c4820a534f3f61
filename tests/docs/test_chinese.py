"""The Chinese of the pages is Taiwan's: characters, words, the glossary's terms, spacing and punctuation."""

import functools
import re
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from pathlib import Path

import autocorrect_py
import pytest
from opencc import OpenCC

from tests.docs.prose import Passage, name_of, pages, read_prose

LISTS = Path(__file__).parent / "words"
# What OpenCC would change though Taiwan writes it so.
KEPT = (LISTS / "taiwan.txt").read_text(encoding="utf-8").splitlines()
# Other words for what the glossary has a term for, and words of the mainland that OpenCC leaves.
TERMS = dict(row.split("\t") for row in (LISTS / "terms.tsv").read_text(encoding="utf-8").splitlines())

CHINESE = re.compile("[\u4e00-\u9fff]")
# Half-width signs that autocorrect leaves as they are, or puts spaces around instead.
FULL_WIDTH = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？", "(": "（", ")": "）", "...": "……"}
FULL_WIDTH |= dict.fromkeys('"“”', "「」") | dict.fromkeys("'‘’", "『』")
HALF_WIDTH = re.compile(r"""\.\.\.|[;!?()"'“”‘’]|[,:](?!\d)""")
# English, and points such as (2.5, 1.75), have their own punctuation.
QUOTED = re.compile(r"「[\u0020-\u007e]+」|\([-\d., ]+\)")


@functools.cache
def to_taiwan() -> OpenCC:
    return OpenCC("s2twp")


def findings(passage: Passage) -> Iterator[str]:
    """What is wrong in a passage, each with its place and what to write instead."""
    if CHINESE.search(passage.text):
        for check in (words, terms, spacing, punctuation):
            for start, wrong, right in check(passage.text):
                yield f"{passage.place(start)}: {wrong!r}: write {right!r}"


def words(text: str) -> Iterator[tuple[int, str, str]]:
    """Simplified characters, and words of the mainland."""
    kept = re.compile("|".join(map(re.escape, KEPT)))
    start = 0
    for end, following in [*(found.span() for found in kept.finditer(text)), (len(text), len(text))]:
        piece = text[start:end]
        for position, wrong, right in changes(piece, to_taiwan().convert):
            yield start + position, wrong, right
        start = following


def terms(text: str) -> Iterator[tuple[int, str, str]]:
    """Other terms than the glossary's."""
    for found in re.finditer("|".join(TERMS), text):
        yield found.start(), found[0], TERMS[found[0]]


def spacing(text: str) -> Iterator[tuple[int, str, str]]:
    """Spaces between Chinese and the rest, too few or too many."""
    return changes(text, autocorrect_py.format)


def punctuation(text: str) -> Iterator[tuple[int, str, str]]:
    """Half-width signs between Chinese."""
    unquoted = QUOTED.sub(lambda found: " " * len(found[0]), text)
    for found in HALF_WIDTH.finditer(unquoted):
        yield found.start(), found[0], FULL_WIDTH[found[0]]


def changes(text: str, change: Callable[[str], str]) -> Iterator[tuple[int, str, str]]:
    """What a function changes in a text, with two characters on either side."""
    changed = change(text)
    for tag, start, end, new_start, new_end in SequenceMatcher(None, text, changed, False).get_opcodes():
        if tag != "equal":
            wrong, right = text[max(0, start - 2) : end + 2], changed[max(0, new_start - 2) : new_end + 2]
            yield start, wrong, right


@pytest.mark.parametrize("page", pages("zh-TW"), ids=name_of)
def test_a_page_is_written_as_in_taiwan(page: Path) -> None:
    found = [finding for passage in read_prose(page) for finding in findings(passage)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("sentence", "finding"),
    [
        ("這是\n简体字。", "page.md:2: '是\\n简体字。': write '是\\n簡體字。'"),
        ("里面有三個數。", "'里面有': write '裡面有'"),
        ("讀入數據。", "'讀入數據。': write '讀入資料。'"),
        ("程序的輸出", "'程序的輸': write '程式的輸'"),
        ("默認是平均。", "'默認是平': write '預設是平'"),
        ("由鏈式法則得到", "'鏈式法則': write '連鎖律'"),
        ("權重和偏置", "'偏置': write '偏差'"),
        ("後向傳播", "'後向傳播': write '反向傳播'"),
        ("第3章", "'第3章': write '第 3 '"),
        ("呼叫`x`的結果", "'呼叫`x': write '呼叫 `x'"),
        ("用Torch7印出", "write '用 To'"),
        ("，`x` 就是 `x` 。", "'x` 。': write 'x`。'"),
        ("權重,偏差", "',': write '，'"),
        ("`x`, `x` 都是參數", "',': write '，'"),
        ("為什麼?", "'?': write '？'"),
        ("一層(layer)", "'(': write '（'"),
        ("他說“好”", "'“': write '「」'"),
        ("等等...", "'...': write '……'"),
    ],
)
def test_a_slip_is_found_with_its_line_and_what_to_write(sentence: str, finding: str) -> None:
    assert any(finding in found for found in findings(Passage("page.md", 1, sentence)))


@pytest.mark.parametrize(
    "sentence",
    [
        "第 3 章用 `x` 算出 0.5：參數（parameter）沒有變。",
        "訊息是「not found, sorry」，程式就停了。",
        "中心在 (2.5, 1.75)。",
        "損失函數的輸入只有一個，每台電腦都一樣。",
        "Torch7, PyTorch (and numpy)",
    ],
)
def test_a_right_sentence_passes(sentence: str) -> None:
    assert list(findings(Passage("page.md", 1, sentence))) == []


@pytest.mark.parametrize("word", KEPT)
def test_a_kept_word_is_one_that_opencc_would_change_on_a_page(word: str) -> None:
    texts = [passage.text for page in pages("zh-TW") for passage in read_prose(page)]
    others = re.compile("|".join(re.escape(other) for other in KEPT if other != word))
    assert any(to_taiwan().convert(piece) != piece for text in texts for piece in others.split(text))


@pytest.mark.parametrize(("wrong", "right"), TERMS.items())
def test_a_term_to_avoid_is_one_that_opencc_leaves(wrong: str, right: str) -> None:
    assert list(words(wrong)) == []
    assert list(terms(right)) == []
