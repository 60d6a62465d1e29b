"""geomap serve: maps of a folder on this computer."""

from __future__ import annotations

from pathlib import Path

import click

from geomap.cli.common import tell


@click.command("serve")
@click.argument("folder", type=click.Path(path_type=Path), metavar="FOLDER")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="Port on 127.0.0.1; 0 takes a free one.")
def serve_command(folder: Path, port: int) -> None:
    """Serve the maps in FOLDER on this computer only; a map that changes is reloaded with the same view.

    \b
    Examples:
      geomap serve live
      geomap serve maps --port 8080
    """
    from geomap.watch.server import MapServer  # noqa: PLC0415 - `geomap --help` need not load a server

    with MapServer(folder, port=port) as server:
        tell(f"Open {server.url} (Ctrl-C stops)")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            tell("stopped")
