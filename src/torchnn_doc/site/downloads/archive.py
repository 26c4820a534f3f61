"""Packs the built site into a zip that any static server can serve, under any path."""

from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

START_OF_ZIP = (1980, 1, 1, 0, 0, 0)  # the first time that the format knows
READABLE = 0o100644 << 16


def archive(site: Path, target: Path) -> None:
    """Write the zip: the same bytes for the same site.

    The page for wrong addresses stays out: as it answers for addresses of any depth, it names its files from
    the root of the server, and so it is right under one path only.

    Args:
        site: The folder that `mkdocs build` has written.
        target: The file to write. The folder that it is in does not become part of the zip.
    """
    target.unlink(missing_ok=True)
    files = [file for file in site.rglob("*") if file.is_file() and target.parent not in file.parents]
    with ZipFile(target, "w", ZIP_DEFLATED, compresslevel=9) as packed:
        for name in sorted(file.relative_to(site).as_posix() for file in files if file.name != "404.html"):
            entry = ZipInfo(f"{target.stem}/{name}", START_OF_ZIP)
            entry.external_attr = READABLE
            entry.compress_type = ZIP_DEFLATED
            packed.writestr(entry, (site / name).read_bytes())
