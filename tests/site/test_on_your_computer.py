"""The page "On your computer": each of its commands is run as it stands there, in an empty environment."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.sampling import whole
from tests.site.conftest import ADDRESS, LANGUAGES, ROOT, ROOTS, Site
from torchnn_doc.site.downloads.archive import archive

PAGE = "on-your-computer/"
NOTEBOOK = "06-module-backward.ipynb"
WHEEL = re.compile(r"https?://[^\s\"]+\.whl")
IMPORTS = 'python -c "import torchnn_doc"'


class Terminal:
    """A shell in a folder of its own, where nothing of this project is installed."""

    def __init__(self, folder: Path) -> None:
        mine = str(Path(sys.prefix, "bin"))
        python = str(Path(sys._base_executable).parent)  # type: ignore[attr-defined]
        path = [python, *(each for each in os.environ["PATH"].split(os.pathsep) if each != mine)]
        direct = ",".join(filter(None, [os.environ.get("no_proxy"), "127.0.0.1,localhost"]))
        own = {"PATH": os.pathsep.join(path), "no_proxy": direct, "NO_PROXY": direct}
        self.folder = folder
        self.before = ""  # what was typed first, such as what activates an environment
        self.environment = {
            name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL"))
        } | own

    def run(self, command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["bash", "-ec", f"{self.before}\n{command}"],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def prints(self, command: str) -> str:
        """What a command prints that has to succeed."""
        done = self.run(command)
        assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
        return done.stdout

    @contextmanager
    def serving(self, command: str, address: str) -> Iterator[str]:
        """Run a command that serves something until it is ended; what it then has at an address."""
        log = self.folder / "served.log"
        with log.open("w") as written:
            server = subprocess.Popen(
                ["bash", "-ec", f"{self.before}\nexec {command}"],
                cwd=self.folder,
                env=self.environment,
                stdout=written,
                stderr=written,
            )
        try:
            while server.poll() is None:
                try:
                    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
                    with opener.open(address) as answer:
                        yield answer.read().decode()
                    return
                except urllib.error.HTTPError:
                    raise  # it is there, and has another answer
                except OSError:  # it is not there yet
                    time.sleep(0.5)
            raise AssertionError(f"{command}\n{log.read_text()}")
        finally:
            server.terminate()
            server.wait()


def commands(site: Site, section: str) -> list[str]:
    """The lines of a section's blocks, with the address that this site has while it is tested."""
    page = site.html(f"en/{PAGE}")
    heading = page.select(f"#{section}")[0]
    lines = []
    for element in heading.find_next_siblings():
        if element.name == "h2":
            break
        lines += element.get_text().replace(ADDRESS, site.address).splitlines() if element.pre else []
    return [line for line in lines if line]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@pytest.fixture
def terminal(site: Site, tmp_path: Path) -> Terminal:
    """A terminal in which the page's first two lines were typed."""
    terminal = Terminal(tmp_path)
    create, activate = commands(site, "environment")
    terminal.prints(create)
    terminal.before = activate
    assert terminal.run(IMPORTS).returncode != 0
    return terminal


def test_the_package_is_installed_from_the_site(site: Site, terminal: Terminal) -> None:
    install, use = commands(site, "package")
    assert install.startswith(f"pip install {site.address}")
    terminal.prints(install)
    assert "[torch.DoubleTensor of size 2]" in terminal.prints(use)
    installed = terminal.prints("pip list --format freeze")
    assert {line.split("==")[0] for line in installed.splitlines()} <= {
        "numpy",
        "pip",
        "setuptools",
        "torchnn_doc",
    }


@pytest.mark.parametrize("root", ROOTS)
def test_links_lead_to_the_wheel_of_this_copy_and_commands_to_the_address_of_the_site(
    site: Site, root: str
) -> None:
    page = site.html(root + PAGE)
    [link] = [str(each["href"]) for each in page.select("article a") if str(each["href"]).endswith(".whl")]
    linked = (site.folder / root / PAGE / link).resolve()
    assert linked.is_file()
    assert linked.parent == (site.folder / "package").resolve()
    for path in (PAGE, "checker-start/"):
        named = WHEEL.findall(
            "\n".join(each.get_text() for each in site.html(root + path).select("article pre"))
        )
        assert named
        for address in named:
            assert address.startswith(ADDRESS)
            assert (site.folder / address.removeprefix(ADDRESS)).is_file()


@pytest.mark.parametrize("language", LANGUAGES.values())
def test_a_page_as_it_is_written_names_the_site_of_make_serve(language: str) -> None:
    text = (ROOT / "docs" / language / f"{PAGE.rstrip('/')}.md").read_text(encoding="utf-8")
    assert {address.split("/package/")[0] for address in WHEEL.findall(text)} == {"http://localhost:8000"}


@whole
def test_a_notebook_is_opened_in_jupyter_and_installs_what_is_missing(site: Site, terminal: Terminal) -> None:
    downloaded = (site.folder / "en" / "notebooks" / NOTEBOOK).read_text(encoding="utf-8")
    file = terminal.folder / NOTEBOOK
    file.write_text(downloaded.replace(ADDRESS, site.address), encoding="utf-8")
    install, open_it = commands(site, "jupyter")
    terminal.prints(install)
    port = free_port()
    settings = {"allow_root": True, "open_browser": False, "port": port}
    (terminal.folder / "jupyter_server_config.json").write_text(json.dumps({"ServerApp": settings}))
    terminal.environment["JUPYTER_CONFIG_DIR"] = str(terminal.folder)
    with terminal.serving(open_it, f"http://localhost:{port}/login") as shown:
        assert "Jupyter" in shown
    assert terminal.run(IMPORTS).returncode != 0
    terminal.prints(f"jupyter execute {NOTEBOOK}")
    terminal.prints(IMPORTS)
    # Where it is installed, nothing is fetched: not from an address at which there is nothing.
    file.write_text(downloaded.replace(ADDRESS, "http://127.0.0.1:9/"), encoding="utf-8")
    terminal.prints(f"jupyter execute {NOTEBOOK}")


@whole
def test_the_checker_is_installed_from_the_site_and_checks_a_page(site: Site, terminal: Terminal) -> None:
    [install] = commands(site, "checker")
    terminal.prints(install)
    (terminal.folder / "pyproject.toml").write_text('[tool.pytest.ini_options]\ndocs_pages = ["README.md"]\n')
    (terminal.folder / "README.md").write_text("```python\nprint(1)\n```\n\n```text {.output}\n1\n```\n")
    assert "1 output" in terminal.prints("pytest")


@whole
def test_the_package_is_installed_from_a_clone(site: Site, terminal: Terminal) -> None:
    [install] = commands(site, "clone")
    terminal.prints(f"git clone --quiet {ROOT} clone && cd clone && {install}")
    terminal.prints(IMPORTS)


@whole
def test_the_zip_is_unpacked_and_served(site: Site, terminal: Terminal) -> None:
    unpack, serve = commands(site, "offline")
    small = terminal.folder / "small"
    shutil.copytree(site.folder / "package", small / "package")
    shutil.copy(site.folder / "index.html", small / "index.html")
    downloads = terminal.folder / "downloads"  # what is in the zip's own folder stays out of it
    downloads.mkdir()
    archive(small, downloads / "nn-module.zip")
    (downloads / "nn-module.zip").rename(terminal.folder / "nn-module.zip")
    terminal.prints(unpack)
    port = free_port()  # 8000 may be taken
    with terminal.serving(f"{serve} {port}", f"http://localhost:{port}/") as shown:
        assert "nn.Module" in shown
    [wheel] = (terminal.folder / "nn-module" / "package").iterdir()
    terminal.prints(f"pip install {wheel}")
    terminal.prints(IMPORTS)
