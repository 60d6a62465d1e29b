"""Maps shown on loopback: a folder's files, and around each map a frame that loads it anew when it changes.

Nothing is written, nothing outside the folder is given, and requests that other sites make through a browser are refused by the
name they ask for.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from base64 import b64encode
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote, unquote, urlsplit

from geomap.errors import InputMissingError, SettingsError

HOST = "127.0.0.1"
MAP = "map.html"
SCRIPT = "/-/follow.js"
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".json": "application/json",
    ".geojson": "application/geo+json",
    ".geojsonl": "application/geo+json-seq",
    ".csv": "text/csv; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".gpkg": "application/geopackage+sqlite3",
}
_CHUNK = 262_144
_LOCAL = re.compile(r"(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?", re.IGNORECASE)
_FRAME_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'sha256-{style}'; frame-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
# A map states in itself, and more strictly, what it may load; here stands what holds for any page of the folder.
_FILE_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline' 'self' https:; style-src 'unsafe-inline' 'self' https:; "
    "img-src 'self' data: blob: https:; font-src data: https:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
_STYLE = "html,body,iframe{margin:0;border:0;width:100%;height:100%;display:block;overflow:hidden}"
_LIST_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
# The frame keeps the map's address: a reload of the frame opens the same view, and the outer address can be copied.
_FOLLOW = b"""\
"use strict";
const frame = document.querySelector("iframe");
const PAUSE_MS = 2000;
let shown = null;

async function version() {
  const answer = await fetch("map.html", { method: "HEAD", cache: "no-store" });
  return answer.ok ? answer.headers.get("ETag") : null;
}

async function look() {
  try {
    const now = await version();
    if (now !== null && shown !== null && now !== shown) frame.contentWindow.location.reload();
    shown = now === null ? shown : now;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error; // the server is away; it may come back
  }
  setTimeout(look, PAUSE_MS);
}

function mirror() {
  try {
    const hash = frame.contentWindow.location.hash;
    if (hash && hash !== location.hash) history.replaceState(null, "", hash);
    if (frame.contentDocument.title) document.title = frame.contentDocument.title;
  } catch (error) {
    if (!(error instanceof DOMException)) throw error; // a link was followed inside the frame
  }
  setTimeout(mirror, 500);
}

frame.src = "map.html" + location.hash;
look();
mirror();
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """An answer made here and not read from a file."""

    body: bytes
    media_type: str
    policy: str


class MapServer(ThreadingHTTPServer):
    """Serves ``folder`` on loopback; ``port`` 0 takes any that is free.

    Raises:
        InputMissingError: There is no such folder.
        SettingsError: The port is taken or not allowed.
    """

    daemon_threads = True

    def __init__(self, folder: Path, *, port: int = 8000) -> None:
        if not folder.is_dir():
            raise InputMissingError(f"{folder}: there is no such folder; give one that geomap map or geomap watch wrote")
        self.folder = folder.resolve()
        try:
            super().__init__((HOST, port), MapHandler)
        except (OSError, OverflowError) as error:
            taken = isinstance(error, OSError) and error.errno == errno.EADDRINUSE
            raise SettingsError(
                f"{port}: {'another program uses it' if taken else 'it cannot be used'}; choose another one", parameter="port"
            ) from error

    @property
    def url(self) -> str:
        """Where to open the folder in a browser."""
        return f"http://{HOST}:{self.server_address[1]}/"

    def handle_error(self, request: object, client_address: object) -> None:
        """Log nothing: a browser that closes a connection is no fault."""


class MapHandler(BaseHTTPRequestHandler):
    """Answers GET and HEAD; every other method is refused by the base class."""

    server: MapServer
    server_version = "geomap"
    sys_version = ""
    timeout = 30  # seconds for a client to send its request

    def do_GET(self) -> None:
        """Answer with a file, a frame around a map, or a list of maps."""
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        """Answer like GET, without the body."""
        self._answer(with_body=False)

    def log_message(self, *_: object) -> None:
        """Log nothing: only the command line prints."""

    def _answer(self, *, with_body: bool) -> None:
        if not _LOCAL.fullmatch(self.headers.get("Host", "")):
            self._refuse(HTTPStatus.MISDIRECTED_REQUEST)
            return
        address = unquote(urlsplit(self.path).path)
        if address == SCRIPT:
            self._give(Response(body=_FOLLOW, media_type="text/javascript; charset=utf-8", policy=_LIST_POLICY), with_body=with_body)
            return
        path = inside(self.server.folder, address)
        if path is not None and path.is_dir() and not address.endswith("/"):
            self._head(HTTPStatus.FOUND, {"Location": quote(address) + "/", "Content-Length": "0"})
        elif path is not None and path.is_dir():
            self._give(frame() if (path / MAP).is_file() else listing(path), with_body=with_body)
        elif path is None or not self._give_file(path, with_body=with_body):
            self._refuse(HTTPStatus.NOT_FOUND)

    def _give(self, page: Response, *, with_body: bool) -> None:
        self._head(
            HTTPStatus.OK,
            {"Content-Type": page.media_type, "Content-Length": str(len(page.body)), "Content-Security-Policy": page.policy},
        )
        if with_body:
            self.wfile.write(page.body)

    def _give_file(self, path: Path, *, with_body: bool) -> bool:
        """Send a file; say whether there is one that can be sent. Its size and tag are those of the very file that is open."""
        if not path.is_file():  # a named pipe would hold the open call
            return False
        try:
            file = path.open("rb")
        except OSError:
            return False
        with file:
            state = os.fstat(file.fileno())
            if not stat.S_ISREG(state.st_mode):
                return False
            self._head(
                HTTPStatus.OK,
                {
                    "Content-Type": TYPES.get(path.suffix.lower(), "application/octet-stream"),
                    "Content-Length": str(state.st_size),
                    "Content-Security-Policy": _FILE_POLICY,
                    "ETag": f'"{state.st_ino:x}-{state.st_mtime_ns:x}-{state.st_size:x}"',
                },
            )
            if with_body:
                self._send(file, state.st_size)
        return True

    def _send(self, file: BinaryIO, size: int) -> None:
        left = size
        while left and (chunk := file.read(min(_CHUNK, left))):
            self.wfile.write(chunk)
            left -= len(chunk)

    def _refuse(self, status: HTTPStatus) -> None:
        body = f"{status.value} {status.phrase}\n".encode()
        self._head(status, {"Content-Type": "text/plain; charset=utf-8", "Content-Length": str(len(body))})
        if self.command != "HEAD":
            self.wfile.write(body)

    def _head(self, status: HTTPStatus, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Cross-Origin-Opener-Policy": "same-origin",
            **headers,
        }.items():
            self.send_header(name, value)
        self.end_headers()


def inside(folder: Path, address: str) -> Path | None:
    """Return the path in ``folder`` that ``address`` means; None where it leads out, through a link too, or is hidden."""
    names = [name for name in address.split("/") if name]
    if any(name.startswith(".") or "\\" in name or not name.isprintable() for name in names):
        return None
    try:
        path = folder.joinpath(*names).resolve(strict=True)
    except (OSError, ValueError, RuntimeError):
        return None
    return path if path == folder or folder in path.parents else None


def frame() -> Response:
    """Return the page around a map: a frame, and the script that looks whether the map changed."""
    body = (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<title>geomap</title>\n<style>{_STYLE}</style>\n<script src="{SCRIPT}" defer></script>\n</head>\n'
        '<body><iframe title="Map of events" allow="fullscreen; clipboard-write"></iframe></body>\n</html>\n'
    )
    return Response(body=body.encode(), media_type=TYPES[".html"], policy=_FRAME_POLICY.format(style=_digest(_STYLE)))


def listing(folder: Path) -> Response:
    """Return links to the maps one folder below."""
    names = sorted(path.parent.name for path in folder.glob(f"*/{MAP}") if not path.parent.name.startswith("."))
    links = "".join(map(_link, names)) or "<li>There is no map here.</li>\n"
    body = (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>Maps</title>\n</head>\n'
        f"<body>\n<h1>Maps</h1>\n<ul>\n{links}</ul>\n</body>\n</html>\n"
    )
    return Response(body=body.encode("utf-8", "replace"), media_type=TYPES[".html"], policy=_LIST_POLICY)


def _link(name: str) -> str:
    shown = name.encode("utf-8", "backslashreplace").decode()  # a name may hold bytes that are no UTF-8
    return f'<li><a href="{quote(os.fsencode(name))}/">{escape(shown)}</a></li>\n'


def _digest(text: str) -> str:
    return b64encode(sha256(text.encode()).digest()).decode()
