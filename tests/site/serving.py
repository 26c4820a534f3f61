"""Serves a built site on this machine the way GitHub Pages does, so that it weighs what it weighs there."""

import functools
import gzip
import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

LEVEL = 6  # zlib's own choice
TEXT = ("text/", "application/javascript", "application/json", "application/xml", "image/svg+xml")


class QuietHandler(SimpleHTTPRequestHandler):
    """Sends text compressed and all else as it is, and lets the browser keep it for ten minutes."""

    protocol_version = "HTTP/1.1"  # a connection serves one file after the other

    def handle(self) -> None:
        with suppress(ConnectionError):  # the browser has gone
            super().handle()

    def send_head(self) -> io.BytesIO | BinaryIO | None:
        file = Path(self.translate_path(self.path))
        if urlsplit(self.path).path.endswith("/"):
            file /= "index.html"
        kind = self.guess_type(file)
        if not kind.startswith(TEXT) or not file.is_file():
            return super().send_head()
        packed = gzip.compress(file.read_bytes(), LEVEL)
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(packed)))
        self.end_headers()
        return io.BytesIO(packed)

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "max-age=600")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def served(folder: Path, handler: type[QuietHandler] = QuietHandler) -> Iterator[str]:
    """Serve a folder until the end of the `with`; gives its address, which ends in a slash."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(handler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with server:
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
