"""One environment for everybody: Binder's, the trainee's, the instructor's and the tests'."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, distribution, version
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
MAKE = shutil.which("make") or "make"
TOKEN = "only-for-this-test"


def constraints() -> dict[str, str]:
    """The pinned versions by normalised name."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = [line.split("==") for line in lines if line and not line.startswith("#")]
    return {canonicalize_name(name): version for name, version in pinned}


def listed_in_makefile(variable: str) -> list[str]:
    """The words of a variable of the Makefile."""
    text = (ROOT / "Makefile").read_text(encoding="utf-8").replace("\\\n", " ")
    match = re.search(rf"^{variable} := (.*)$", text, re.MULTILINE)
    assert match is not None
    return match[1].split()


def disabled_in_post_build(command: str) -> list[str]:
    """What postBuild disables with a command, in its order."""
    text = (ROOT / "postBuild").read_text(encoding="utf-8").replace("\\\n", " ")
    match = re.search(rf"^{re.escape(command)} (.*)$", text, re.MULTILINE)
    assert match is not None
    return match[1].split()


class TestBinder:
    def test_the_environment_is_the_package_s_dependencies(self) -> None:
        """environment.yml asks for what pyproject.toml asks for, in the same words."""
        environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
        expected = {
            "name": "midback",
            "channels": ["conda-forge"],
            "dependencies": ["python=3.12", "pip", {"pip": PROJECT["dependencies"]}],
        }
        assert expected == environment

    def test_binder_s_own_jupyterlab_is_allowed(self) -> None:
        """Binder's base has 4.4.9; a narrower bound would install a second one over it."""
        (jupyterlab,) = [
            requirement
            for requirement in map(Requirement, PROJECT["dependencies"])
            if requirement.name == "jupyterlab"
        ]
        assert "4.4.9" in jupyterlab.specifier
        assert "5.0.0" not in jupyterlab.specifier

    def test_post_build_stops_at_the_first_error(self) -> None:
        """It can be run, and a failing step fails the build."""
        script = ROOT / "postBuild"
        assert script.stat().st_mode & stat.S_IXUSR
        assert "set -euo pipefail" in script.read_text(encoding="utf-8")
        subprocess.run(["bash", "-n", script], check=True)

    def test_post_build_hides_what_make_learn_hides(self) -> None:
        """Someone who studies alone sees the same in Binder as on their own machine."""
        tools = listed_in_makefile("INSTRUCTOR_EXTENSIONS")
        news = listed_in_makefile("NEWS")
        assert ["--level=sys_prefix", *tools, *news] == disabled_in_post_build(
            "jupyter labextension disable"
        )
        servers = listed_in_makefile("INSTRUCTOR_SERVER_EXTENSIONS")
        assert ["--sys-prefix", *servers] == disabled_in_post_build(
            "jupyter server extension disable"
        )

    def test_what_is_hidden_exists(self) -> None:
        """Every name is one that the installed nbgrader and JupyterLab use; Validate stays."""
        labextensions = Path(sys.prefix) / "share" / "jupyter" / "labextensions"
        static = (labextensions / "@jupyter" / "nbgrader" / "static").glob("*.js")
        known = set(
            re.findall(
                r"@jupyter/nbgrader:[a-z-]+", "".join(file.read_text("utf-8") for file in static)
            )
        )
        hidden = set(listed_in_makefile("INSTRUCTOR_EXTENSIONS"))
        assert {"@jupyter/nbgrader:validate-assignment"} == known - hidden - {"@jupyter/nbgrader:"}
        assert set() == hidden - known
        for module in listed_in_makefile("INSTRUCTOR_SERVER_EXTENSIONS"):
            assert importlib.util.find_spec(module) is not None

    @pytest.mark.skipif(
        importlib.util.find_spec("repo2docker") is None, reason="repo2docker is not installed"
    )
    def test_repo2docker_picks_these_files(self) -> None:
        """Binder's builder takes conda, Python 3.12, environment.yml and postBuild."""
        result = subprocess.run(
            [sys.executable, "-m", "repo2docker", "--no-build", "--debug", "."],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        output = result.stdout + result.stderr
        assert "Building conda environment for python=3.12\n" in output
        assert "COPY --chown=0:0 src/environment.yml ${REPO_DIR}/environment.yml" in output
        assert '--file "environment.yml"' in output
        assert "RUN ./postBuild" in output
        # Either of these would be an environment of its own beside environment.yml.
        assert "requirements.txt" not in output
        assert "apt.txt" not in output


class TestConstraints:
    def test_every_line_is_a_name_and_a_version(self) -> None:
        """No addresses, no markers, and nothing that makes the environment itself."""
        text = (ROOT / "constraints.txt").read_text(encoding="utf-8")
        for line in text.splitlines():
            assert re.fullmatch(r"#.*|[A-Za-z0-9._-]+==[0-9][A-Za-z0-9.]*", line), line
        assert set() == {"pip", "setuptools", "wheel", "midback"} & constraints().keys()

    def test_everything_that_is_needed_is_pinned(self) -> None:
        """Each requirement, and each requirement of those, has its version on this Python."""
        pinned = constraints()
        waiting = [
            Requirement(text)
            for text in [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["test"]]
        ]
        done: set[str] = set()
        while waiting:
            requirement = waiting.pop()
            name = canonicalize_name(requirement.name)
            if str(requirement) in done or name == "setuptools":
                continue
            done.add(str(requirement))
            assert name in pinned, f"{name} is not in constraints.txt"
            assert pinned[name] in requirement.specifier, f"{name}: {requirement}"
            try:
                needed = distribution(name).requires or []
            except PackageNotFoundError:
                pytest.fail(f"{name} is needed and not installed: run “make test”.")
            for text in needed:
                further = Requirement(text)
                extras = ["", *requirement.extras]
                if further.marker is None or any(
                    further.marker.evaluate({"extra": extra}) for extra in extras
                ):
                    further.marker = None
                    waiting.append(further)
        assert len(done) > 100


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """What the Makefile works with, in a folder whose name has a space in it."""
    folder = tmp_path / "my course"
    (folder / "notebooks").mkdir(parents=True)
    (folder / "docs").mkdir()
    for name in (
        "Makefile",
        "constraints.txt",
        "pyproject.toml",
        "nbgrader_config.py",
        "docs/instructors.md",
        "notebooks/references.bib",
        "notebooks/00-start-here.ipynb",
    ):
        shutil.copy(ROOT / name, folder / name)
    shutil.copytree(ROOT / "source", folder / "source")
    return folder


def make(folder: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run make as a person would, without what the shell of this test may have set."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [MAKE, "--no-print-directory", *arguments],
        cwd=folder,
        env=kept | variables,
        capture_output=True,
        text=True,
        check=False,
    )


class TestMake:
    def test_make_alone_lists_the_commands(self, course: Path) -> None:
        """Whoever types “make” learns what there is, and changes nothing."""
        result = make(course)
        commands = re.findall(r"^  make (\w+) +\S.*$", result.stdout, re.MULTILINE)
        expected = ["help", "learn", "teach", "demo", "release", "tidy", "atlas", "bench", "test"]
        assert expected == commands
        assert not (course / ".venv").exists()

    def test_nothing_is_installed_again_unless_something_changed(self, course: Path) -> None:
        """A stamp says what is installed; new requirements or pins make it stale."""
        environment = course / ".venv"
        (environment / "bin").mkdir(parents=True)
        (environment / "bin" / "python").touch()
        (environment / ".installed").touch()

        assert "pip install" not in make(course, "-n", "learn").stdout

        for name in ("pyproject.toml", "constraints.txt"):
            later = (environment / ".installed").stat().st_mtime + 5
            os.utime(course / name, (later, later))
            assert "pip install" in make(course, "-n", "learn").stdout
            os.utime(course / name, (0, 0))
        assert "pip install" not in make(course, "-n", "learn").stdout

    def test_without_a_new_enough_python_one_sentence_says_so(self, course: Path) -> None:
        """An old Python and names that do not run are passed over."""
        programs = course / "programs"
        programs.mkdir()
        for name in ("python3.13", "python3"):
            (programs / name).write_text("#!/bin/sh\nexit 127\n")
            (programs / name).chmod(0o755)

        result = make(course, "learn", PATH=str(programs))

        assert result.returncode != 0
        expected = (
            "The course needs Python 3.11 or newer, and none was found."
            " Install Python 3.12 from python.org or your system's packages,"
            " then run this command again.\n"
        )
        assert expected == result.stdout

    def test_the_first_python_that_runs_makes_the_environment(self, course: Path) -> None:
        """A name that does not run, as version managers leave them, does not stop the search."""
        programs = course / "programs"
        programs.mkdir()
        (programs / "python3.13").write_text("#!/bin/sh\nexit 127\n")
        (programs / "python3.11").write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
        for program in programs.iterdir():
            program.chmod(0o755)

        result = make(course, ".venv/bin/python", PATH=str(programs))

        assert result.returncode == 0, result.stdout + result.stderr
        assert "Making the environment with Python 3." in result.stdout
        assert (course / ".venv" / "bin" / "pip").exists()

    @pytest.mark.parametrize(
        ("target", "missing"), [("test-browser", "CHROMIUM"), ("test-javascript", "NPM")]
    )
    def test_tests_that_cannot_run_say_so_and_fail_in_ci(
        self, course: Path, target: str, missing: str
    ) -> None:
        """A person may do without a browser or Node.js; an automatic run may not."""
        alone = make(course, target, f"{missing}=")
        assert alone.returncode == 0
        assert "did NOT run" in alone.stdout
        automatic = make(course, target, f"{missing}=", CI="true")
        assert automatic.returncode != 0
        assert "did NOT run" in automatic.stdout

    def test_the_settings_of_both_ways_are_apart(self, course: Path) -> None:
        """A trainee's JupyterLab hides the instructor's tools; an instructor's only the news."""
        (course / ".venv" / "bin").mkdir(parents=True)
        (course / ".venv" / "bin" / "python").touch()

        assert make(course, ".venv/etc/.settings").returncode == 0

        def written(name: str) -> Any:
            return json.loads((course / ".venv" / "etc" / name).read_text(encoding="utf-8"))

        news = dict.fromkeys(listed_in_makefile("NEWS"), True)
        tools = dict.fromkeys(listed_in_makefile("INSTRUCTOR_EXTENSIONS"), True)
        servers = dict.fromkeys(listed_in_makefile("INSTRUCTOR_SERVER_EXTENSIONS"), False)
        page_config = "labconfig/page_config.json"
        overrides = written("instructor/labconfig/default_setting_overrides.json")
        manager = overrides["@jupyterlab/docmanager-extension:plugin"]
        assert {"defaultViewers": {"markdown": "Markdown Preview"}} == manager
        assert {"disabledExtensions": news} == written(f"instructor/{page_config}")
        assert {"disabledExtensions": news | tools} == written(f"trainee/{page_config}")
        assert {"ServerApp": {"jpserver_extensions": servers}} == written(
            "trainee/jupyter_server_config.d/trainee.json"
        )


@contextmanager
def server(course: Path, target: str) -> Iterator[str]:
    """The address of the JupyterLab that a make target opens; it ends with the block."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.path.relpath(sys.prefix, course)
    options = (
        f"--no-browser --allow-root --ip=127.0.0.1 --port={port} --port-retries=0"
        f" --IdentityProvider.token={TOKEN}"
    )
    settings = make(course, f"ENVIRONMENT={environment}", f"{environment}/etc/.settings")
    assert settings.returncode == 0, settings.stderr
    log = course / "server.log"
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    with log.open("w") as output:
        process = subprocess.Popen(
            # The environment is the one that runs this test: nothing is to be installed into it.
            [
                MAKE,
                f"--old-file={environment}/.installed",
                f"ENVIRONMENT={environment}",
                f"LAB={options}",
                target,
            ],
            cwd=course,
            env=kept
            | {
                "JUPYTER_CONFIG_DIR": str(course / "settings"),
                "JUPYTER_DATA_DIR": str(course / "data"),
                "JUPYTER_RUNTIME_DIR": str(course / "runtime"),
            },
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        address = f"http://127.0.0.1:{port}"
        try:
            for _ in range(120):
                if process.poll() is not None:
                    pytest.fail(f"make {target} ended:\n{log.read_text()}")
                try:
                    read(f"{address}/api/status")
                    break
                except URLError:
                    time.sleep(0.5)
            else:
                pytest.fail(f"make {target} did not answer in a minute:\n{log.read_text()}")
            yield address
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(timeout=30)


def read(address: str, **query: str) -> str:
    """What the server answers at an address."""
    with urlopen(f"{address}?{urlencode({'token': TOKEN, **query})}", timeout=30) as answer:
        text: str = answer.read().decode("utf-8")
    return text


def page_config(page: str) -> Any:
    """What JupyterLab's page tells the browser to do."""
    match = re.search(r'<script id="jupyter-config-data"[^>]*>(.*?)</script>', page, re.DOTALL)
    assert match is not None
    return json.loads(match[1])


@pytest.mark.nbgrader
class TestJupyterLab:
    def test_make_learn_opens_the_start_page_and_nothing_of_the_instructor(
        self, course: Path
    ) -> None:
        """JupyterLab runs, without news, formgrader and the other tools; Validate is there."""
        with server(course, "learn") as address:
            config = page_config(read(f"{address}/lab/tree/notebooks/00-start-here.ipynb"))
            hidden = listed_in_makefile("NEWS") + listed_in_makefile("INSTRUCTOR_EXTENSIONS")
            assert sorted(hidden) == sorted(config["disabledExtensions"])
            with pytest.raises(URLError, match="404"):
                read(f"{address}/formgrader")
            validate = read(f"{address}/nbgrader_version", version=version("nbgrader"))
            assert json.loads(validate)["success"] is True
        assert not re.search(r"Traceback|node:internal", (course / "server.log").read_text())

    def test_make_teach_opens_formgrader_on_this_course(self, course: Path) -> None:
        """Formgrader reads the course's settings, and the exchange is there and empty."""
        with server(course, "teach") as address:
            config = page_config(read(f"{address}/lab"))
            assert listed_in_makefile("NEWS") == config["disabledExtensions"]
            assert "formgrader" in read(f"{address}/formgrader").lower()
            assignments = json.loads(read(f"{address}/formgrader/api/assignments"))
            sources = sorted(folder.name for folder in (ROOT / "source").iterdir())
            assert sources == sorted(assignment["name"] for assignment in assignments)
        assert not re.search(r"Traceback|node:internal", (course / "server.log").read_text())
        assert list((course / "exchange").iterdir()) == []
