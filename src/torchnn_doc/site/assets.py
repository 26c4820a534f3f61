"""Adds docs/assets, which both languages share, to the files of each build."""

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel


def on_files(files: Files, /, *, config: MkDocsConfig) -> Files:
    """Add each asset under the path that pages link to it by, as on disk and on GitHub: `../assets/...`."""
    docs = Path(config.docs_dir).parent
    for path in sorted((docs / "assets").rglob("*")):
        if path.is_file():
            uri = path.relative_to(docs).as_posix()
            files.append(
                File(
                    f"../{uri}",
                    config.docs_dir,
                    config.site_dir,
                    config.use_directory_urls,
                    dest_uri=uri,
                    inclusion=InclusionLevel.INCLUDED,  # or the leading dot would count as a hidden file's
                )
            )
    return files
