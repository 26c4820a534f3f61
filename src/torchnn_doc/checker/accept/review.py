"""Marks a page as read against its translation."""

from torchnn_doc.checker.accept.edits import Edit
from torchnn_doc.checker.page.fences import Source
from torchnn_doc.checker.translations.review import hash_of, mark, mark_of


def marked_as_read(page: Source, other: Source) -> tuple[Edit, ...]:
    """The edit that marks a page as read against its translation; none if it is marked so."""
    line, hashed = mark_of(page, other)
    if hashed == hash_of(other):
        return ()
    file = (str(page.file.resolve()), page.path, page.digest)
    if hashed:
        return (Edit(*file, line, line + 1, (mark(page, other),)),)
    return (Edit(*file, line + 1, line + 1, ("", mark(page, other))),)
