"""What becomes of the container image. .ci/run executes the scripts: the environment is made, and geomap mapped in it without network."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
DOCKERFILE = [line for line in (PROJECT / "Dockerfile").read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
IGNORED = (PROJECT / ".dockerignore").read_text(encoding="utf-8").splitlines()


def test_the_image_is_made_by_the_script_that_is_tested() -> None:
    commands = [line.removeprefix("RUN ") for line in DOCKERFILE if line.startswith("RUN ")]
    assert commands == ["/src/packaging/install.sh /opt/geomap"]
    script = (PROJECT / "packaging" / "install.sh").read_text(encoding="utf-8")
    installing = re.findall(r"^pip install .*$", script, re.MULTILINE)
    assert len(installing) == 2
    assert all("--require-hashes" in line or "--no-index" in line for line in installing)
    assert os.access(PROJECT / "packaging" / "install.sh", os.X_OK)


def test_the_image_runs_geomap_as_a_user_that_is_not_root() -> None:
    last = DOCKERFILE[max(number for number, line in enumerate(DOCKERFILE) if line.startswith("FROM ")) :]
    users = [line.split()[1] for line in last if line.startswith("USER ")]
    assert len(users) == 1
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", users[0])
    assert 'ENTRYPOINT ["geomap"]' in last


def test_the_image_is_made_from_what_the_build_needs_and_nothing_else() -> None:
    entries = [line for line in IGNORED if line and not line.startswith("#")]
    assert entries[0] == "*"
    given = {line.removeprefix("!") for line in entries if line.startswith("!")}
    settings = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    wheel = settings["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert all((PROJECT / name).exists() for name in given)
    shared = {name.partition("/")[0] for name in wheel["shared-data"]}
    assert given == {*wheel["packages"], *shared, settings["project"]["readme"], "LICENSE", "pyproject.toml", "requirements"}


def run(script: str, *words: str | Path) -> subprocess.CompletedProcess[str]:
    command = [PROJECT / "packaging" / script, *words]
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)


def test_an_environment_is_not_made_over_what_exists(tmp_path: Path) -> None:
    done = run("install.sh", tmp_path)
    assert (done.returncode, done.stderr) == (2, f"{tmp_path} exists; name a new folder\n")
    assert list(tmp_path.iterdir()) == []
    assert run("install.sh").returncode == 2


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root")
def test_a_confined_run_refuses_what_it_cannot_run(tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    assert run("confined.sh").returncode == 2
    assert "holds no geomap" in run("confined.sh", tmp_path, tmp_path, "--version").stderr
    (tmp_path / "bin" / "geomap").touch(mode=0o755)
    assert "is no folder" in run("confined.sh", tmp_path, tmp_path / "none", "--version").stderr
    assert "belongs to root" in run("confined.sh", tmp_path, tmp_path, "--version").stderr


PROBE = r"""#!/bin/sh
echo "user $(id -u):$(id -g) $(id -G)"
echo "capabilities $(sed -n 's/^Cap\(Prm\|Eff\|Bnd\):\t0*//p' /proc/self/status | tr -d '\n')"
echo "interfaces $(sed -n 's/^ *\([^ :]*\):.*/\1/p' /proc/net/dev | tr '\n' ' ')"
echo "folder $PWD"
for folder in / /tmp /usr /etc /dev "$HOME" ENVIRONMENT; do (: >"$folder/written") 2>/dev/null && echo "wrote into $folder"; done
for word in "$@"; do echo "word $word"; done
: >made
exit 3
"""


def can_confine() -> bool:
    if os.geteuid() != 0 or shutil.which("unshare") is None:
        return False
    command = ["unshare", "--net", "--mount", "--pid", "--fork", "true"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.mark.skipif(not can_confine(), reason="needs root and the name spaces of Linux")
def test_a_confined_program_writes_into_its_folder_alone_and_has_no_network_and_no_rights(tmp_path: Path) -> None:
    environment, work = tmp_path / "environment", tmp_path / "work"
    (environment / "bin").mkdir(parents=True)
    work.mkdir()
    os.chown(work, 12345, 23456)
    for name, text in {"geomap": PROBE.replace("ENVIRONMENT", str(environment)), "python": "#!/bin/sh\necho /usr\n"}.items():
        (environment / "bin" / name).write_text(text, encoding="utf-8")
        (environment / "bin" / name).chmod(0o755)
    done = run("confined.sh", environment, work, "two words", "-o")
    assert done.stdout.splitlines() == [
        "user 12345:23456 23456",
        "capabilities ",
        "interfaces lo ",
        "folder /news",
        "word two words",
        "word -o",
    ]
    assert (done.returncode, done.stderr) == (3, "")
    assert [path.name for path in work.iterdir()] == ["made"]
    assert (work / "made").stat().st_uid == 12345
