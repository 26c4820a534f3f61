"""Says where a page can be edited, where the address of the repository is given."""

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from torchnn_doc.site.settings import root_of

EDITED = "edit/main/"  # as on GitHub


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Name the folder of the language in the repository; MkDocs adds the page."""
    docs = Path(config.docs_dir).relative_to(root_of(config))
    config.edit_uri = f"{EDITED}{docs.as_posix()}/" if config.repo_url else None
    return config
