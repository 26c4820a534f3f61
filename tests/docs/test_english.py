"""The English of the pages is spelled as in Britain, and a prose linter finds nothing in it to mend."""

import functools
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from harper import Dialect, Lint, Linter

from tests.docs.prose import ROOT, Passage, name_of, pages, read_prose

CODESPELL = Path(sys.executable).with_name("codespell")
WORDS = (Path(__file__).parent / "words" / "english.txt").read_text(encoding="utf-8").splitlines()
# Harper's rules that take what is right on these pages for wrong, each with the words that show it.
NOT_OURS = {
    "BewareOf": "beware in Chinese",
    "CompoundNouns": "the red one",
    "CriteriaPhenomena": "both calls of the criterion",
    "DisjointPrefixes": "re-creates",
    "MissingPreposition": "what has opposite signs is doubled",
    "OrthographicConsistency": "numpy",
    "Overall": "the mean over all entries",
    "OxfordComma": "the weight and the bias, which is British",
    "PhrasalVerbAsCompoundNoun": "`x` is a pytest plugin",
    "PronounInflectionBe": "points on it are labelled",
    "QuantifierNumeralConflict": "both 6",
    "SentenceCapitalization": "what a list or a cell of a table says is no sentence",
    "ThatThan": "the better it does, the closer that layer has come",
    "ThereToTheir": "the words there change",
    "ToTwoToo": "from one entry to many, for the sum",
}


@functools.cache
def linter() -> Linter:
    harper = Linter(Dialect.BRITISH)
    harper.import_words([form for word in WORDS for form in (word, f"{word}'s")])
    harper.set_lint_config(harper.get_lint_config() | dict.fromkeys(NOT_OURS, False))
    return harper


def findings(passages: Sequence[Passage]) -> Iterator[str]:
    """What the linter finds, each with its place and the cure; all passages at once, which is faster."""
    apart = "\n\n"
    for lint in linter().lint(apart.join(passage.text for passage in passages)):
        position, number = lint.span.start, 0
        while position >= len(passages[number].text + apart):
            position -= len(passages[number].text + apart)
            number += 1
        yield f"{passages[number].place(position)}: {lint.problem_text!r}: {cure(lint)}"


def cure(lint: Lint) -> str:
    instead = " or ".join(repr(each.replacement_text) for each in lint.suggestions)
    return f"{lint.message} Write {instead}" if instead else lint.message


def found_in(sentence: str) -> list[str]:
    return list(findings([Passage("page.md", 1, sentence)]))


@pytest.mark.parametrize("page", pages("en"), ids=name_of)
def test_a_page_is_spelled_and_phrased_well(page: Path) -> None:
    found = list(findings(read_prose(page)))
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("sentence", "finding"),
    [
        ("The gradient is recieved.", "page.md:1: 'recieved': Did you mean to spell"),
        ("The line is gray.", "'gray': Did you mean to spell `gray` this way? Write 'grey'"),
        ("Add it to\nthe the buffer.", "page.md:2: 'the the'"),
        ("An layer has two buffers.", "'An': Incorrect indefinite article. Write 'A'"),
        ("The gradients effect the weights.", "Write 'affect'"),
        ("It could of been the bias.", "Write 'could have'"),
        ("This is more better.", "Write 'better'"),
    ],
)
def test_a_slip_is_found_with_its_line_and_what_to_write(sentence: str, finding: str) -> None:
    (found,) = found_in(sentence)
    assert finding in found


@pytest.mark.parametrize(
    "sentence",
    [
        "The layer takes `x` and returns `x`, its output.",
        "The colour of the forward pass is blue, that of the neighbour grey.",
        "the mean over all entries",
    ],
)
def test_a_right_sentence_passes(sentence: str) -> None:
    assert found_in(sentence) == []


def test_a_rule_that_is_turned_off_is_one_of_the_linter() -> None:
    assert NOT_OURS.keys() <= Linter(Dialect.BRITISH).get_default_lint_config().keys()


def test_a_word_of_the_list_is_on_a_page_unknown_to_the_dictionary_and_listed_once() -> None:
    assert sorted(set(WORDS), key=str.lower) == WORDS
    text = "\n\n".join(passage.text for page in pages("en") for passage in read_prose(page))
    assert [word for word in WORDS if word not in text] == []
    found = Linter(Dialect.BRITISH).lint("\n\n".join(f"It is {word} here." for word in WORDS))
    assert [word for word in WORDS if not any(word in lint.problem_text for lint in found)] == []


def misspelled(*arguments: str, text: str = "") -> str:
    """What the spelling checker of the repository finds, in files or in a text."""
    command = [str(CODESPELL), "--toml", "pyproject.toml", *arguments]
    run = subprocess.run(command, cwd=ROOT, input=text, capture_output=True, encoding="utf-8", check=False)
    return run.stdout + run.stderr


def test_the_whole_repository_is_spelled_as_in_britain() -> None:
    assert misspelled() == ""


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("def f():  # the intial value", "1: def f():  # the intial value\n\tintial ==> initial"),
        ('"""How a layer behaves.\n\nIts behavior."""', '3: Its behavior."""\n\tbehavior ==> behaviour'),
    ],
)
def test_a_misspelled_comment_is_found_with_its_line_and_what_to_write(text: str, finding: str) -> None:
    assert misspelled("-", text=text).strip() == finding


def test_names_of_other_libraries_keep_their_spelling() -> None:
    assert misspelled("-", text="optimizer, color, normalize") == ""
