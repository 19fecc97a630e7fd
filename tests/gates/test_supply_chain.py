"""What the product is made of: our code, the lines ever committed, the locks, the packages. Each check, and a plant
that it must find."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
SCRIPTS = REPOSITORY / "scripts"
# In pieces, so that the scan of this repository does not find them here.
AWS_KEY = "AKIA" + "QYLPMN5HNC" + "ZXWV3T"
PRIVATE_KEY = "-----BEGIN " + "RSA PRIVATE KEY-----"
COMMIT = ("-c", "user.name=A", "-c", "user.email=a@example.test", "commit", "-q", "--no-verify")
ONE_PACKAGE = f"made-up==1.0 \\\n    --hash=sha256:{'0' * 64}\n"

# Templates that print something as it is, with the reason.
UNESCAPED = {"src/partnership/ui/templates/ui/chart.html": "the drawing, cleaned element by element in ui.drawing"}


def run(script: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    surroundings = os.environ | {"NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}
    command = [sys.executable, SCRIPTS / script, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=surroundings)


def git(root: Path, *words: str) -> None:
    subprocess.run(["git", "-C", root, *words], check=True, capture_output=True)


@pytest.fixture
def nothing_waived(tmp_path) -> Path:
    file = tmp_path / "none.toml"
    file.write_text("")
    return file


@pytest.fixture
def planted(tmp_path):
    """A repository whose only source file holds what the test plants."""
    root = tmp_path / "repository"
    (root / "src").mkdir(parents=True)
    git(tmp_path, "init", "-q", str(root))

    def plant(text: str) -> Path:
        (root / "src/planted.py").write_text(text)
        return root

    return plant


def test_our_code_holds_nothing_that_bandit_minds_and_nobody_waived():
    done = run("scan_code.py")

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("import os\nos.system(input())\n", "planted.py:2: B605"),
        ("eval(input())\n", "planted.py:1: B307"),
        ("import pickle\npickle.loads(b'')\n", "planted.py:2: B301"),
        ("eval(input())  # nosec\n", "1 lines are hidden by a nosec comment"),
    ],
)
def test_a_planted_fault_in_the_code_is_found(planted, nothing_waived, text, said):
    done = run("scan_code.py", planted(text), "--waivers", nothing_waived)

    assert done.returncode == 1
    assert said in done.stdout


WAIVER = '[[code]]\nfile = "src/planted.py"\ntest = "{test}"\nholds = "eval"\nuntil = {until}\nbecause = "{because}"\n'
FAR_OFF = "2999-01-01"


@pytest.mark.parametrize(
    ("waiver", "said"),
    [
        ({"until": "2020-01-01"}, "ended on 2020-01-01"),
        ({"until": FAR_OFF}, "a day within a year"),
        ({"until": "2020-01-01", "test": "B102"}, "is needed by nothing"),
        ({"until": "2020-01-01", "test": "B102"}, "planted.py:1: B307"),
    ],
)
def test_a_waiver_past_its_day_too_long_or_for_nothing_is_found(planted, tmp_path, waiver, said):
    file = tmp_path / "waivers.toml"
    file.write_text(WAIVER.format(**({"test": "B307", "because": "A plant."} | waiver)))

    done = run("scan_code.py", planted("eval(input())\n"), "--waivers", file)

    assert done.returncode == 1
    assert said in done.stdout


@pytest.mark.skipif(not (REPOSITORY / ".git").exists(), reason="there is no history here to look through")
def test_no_secret_is_or_ever_was_in_the_repository():
    done = run("scan_secrets.py")

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("text", [f'key = "{AWS_KEY}"\n', f"{PRIVATE_KEY}\n", f"# {AWS_KEY}\n"])
def test_a_planted_secret_is_found_and_not_shown(planted, nothing_waived, text):
    root = planted(text)
    git(root, *COMMIT, "--allow-empty", "-m", "First")

    done = run("scan_secrets.py", root, "--waivers", nothing_waived)

    assert done.returncode == 1
    assert "src/planted.py:1: " in done.stdout
    assert AWS_KEY not in done.stdout


def test_a_secret_that_was_committed_and_taken_out_again_is_still_found(planted, nothing_waived):
    root = planted(f'key = "{AWS_KEY}"\n')
    git(root, "add", "src")
    git(root, *COMMIT, "-m", "Add")
    git(root, "rm", "-q", "src/planted.py")
    git(root, *COMMIT, "-m", "Remove")

    done = run("scan_secrets.py", root, "--waivers", nothing_waived)

    assert done.returncode == 1
    assert "src/planted.py:1: AWS Access Key" in done.stdout


def test_a_secret_in_a_commit_message_is_found(planted, nothing_waived):
    root = planted("")
    git(root, *COMMIT, "--allow-empty", "-m", f"Use {AWS_KEY}")

    assert "COMMIT_MESSAGES" in run("scan_secrets.py", root, "--waivers", nothing_waived).stdout


def test_where_there_is_no_history_the_scan_says_that_it_did_not_run(tmp_path, nothing_waived):
    done = run("scan_secrets.py", tmp_path, "--waivers", nothing_waived)

    assert done.returncode == 1
    assert "NOT RUN" in done.stderr


def test_both_locks_are_whole():
    done = run("check_locks.py")

    assert done.returncode == 0, done.stdout


@pytest.fixture
def copied(tmp_path) -> Path:
    """The files that the check of the locks reads, to be spoilt."""
    for name in ("pyproject.toml", "requirements/dev.txt", "package-lock.json"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text((REPOSITORY / name).read_text())
    return tmp_path


SPOILT = {
    "a version without a hash": ("requirements/dev.txt", r"\Z", "made-up==1.0\n", "made-up==1.0 is not pinned"),
    "a range instead of a version": (
        *("requirements/dev.txt", r"(?m)^asgiref==\S+", "asgiref>=3"),
        "asgiref>=3 is not pinned",
    ),
    "an address instead of a version": (
        *("requirements/dev.txt", r"\Z", "made-up @ https://evil.example/made-up.whl\n"),
        "names a host",
    ),
    "another index": ("requirements/dev.txt", r"\A", "--extra-index-url evil\n", "names a host"),
    "a requirement that is not locked": ("pyproject.toml", '"argon2-cffi', '"not-locked",\n"argon2-cffi', "not-locked"),
    "an asset without a hash": ("package-lock.json", r'"integrity": "sha512-[^"]+",', "", "has no sha512"),
    "an asset with a host": ("package-lock.json", '"integrity"', '"resolved": "x", "integrity"', "names a host"),
}


@pytest.mark.parametrize(("name", "old", "new", "said"), SPOILT.values(), ids=SPOILT)
def test_a_spoilt_lock_is_found(copied, name, old, new, said):
    spoilt, times = re.subn(old, new, (copied / name).read_text(), count=1)
    (copied / name).write_text(spoilt)

    done = run("check_locks.py", copied)

    assert (times, done.returncode) == (1, 1)
    assert said in done.stdout


@pytest.fixture
def advisories():
    """A database of advisories on this machine that gives the answer it was told to give."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            body = json.dumps(server.answer).encode()
            self.send_response(200 if server.answer is not None else 500)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def audited(tmp_path, port: int) -> subprocess.CompletedProcess[str]:
    lock = tmp_path / "lock.txt"
    lock.write_text(ONE_PACKAGE)
    return run("audit_packages.py", "--lock", lock, "--database", f"http://127.0.0.1:{port}/v1/query")


def test_a_package_that_no_advisory_names_passes(tmp_path, advisories):
    advisories.answer = {}

    done = audited(tmp_path, advisories.server_port)

    assert (done.returncode, done.stdout) == (0, "Packages: 1 looked up, no known vulnerability.\n")


def test_a_vulnerable_package_is_found(tmp_path, advisories):
    affected = {"package": {"name": "made-up", "ecosystem": "PyPI"}, "ranges": [], "versions": ["1.0"]}
    advisories.answer = {"vulns": [{"id": "PYSEC-2026-1", "summary": "x", "affected": [affected], "modified": "2026"}]}

    done = audited(tmp_path, advisories.server_port)

    assert done.returncode == 1
    assert "made-up 1.0: PYSEC-2026-1" in done.stdout


@pytest.mark.parametrize("is_up", [True, False], ids=["it answers with an error", "nobody answers"])
def test_where_the_database_cannot_be_reached_the_audit_says_that_it_did_not_run(tmp_path, advisories, is_up):
    advisories.answer = None
    port = advisories.server_port if is_up else 9  # the port of "discard", where nothing listens

    done = audited(tmp_path, port)

    assert done.returncode == 3
    assert "*** NOT RUN: the advisory database cannot be reached" in done.stdout
    assert not re.search("clean|no known|nothing to mend", done.stdout, re.IGNORECASE)


PRINTS_AS_IT_IS = re.compile(r"\|\s*safe(seq)?\b|autoescape\s+off")


def unescaped(folder: Path) -> set[str]:
    return {
        file.relative_to(folder).as_posix()
        for file in folder.rglob("*.html")
        if PRINTS_AS_IT_IS.search(file.read_text())
    }


def test_only_the_listed_templates_print_something_as_it_is():
    assert {f"src/{name}" for name in unescaped(REPOSITORY / "src")} == set(UNESCAPED)


@pytest.mark.parametrize("text", ["{{ words|safe }}", "{{ words | safeseq }}", "{% autoescape off %}"])
def test_a_template_that_turns_escaping_off_is_found(tmp_path, text):
    (tmp_path / "page.html").write_text(text)

    assert unescaped(tmp_path) == {"page.html"}


@pytest.mark.parametrize(
    "promise",
    [
        "private vulnerability reporting",
        r"answer that we have read it \| \d+ working days",
        r"a fix, or a way to live without one, if it is serious \| \d+ days",
        r"CVE for every vulnerability in a released version, \*\*small ones too\*\*",
        "latest 90 days after your report",
        "do not open a public issue",
    ],
)
def test_whoever_finds_a_vulnerability_reads_whom_to_tell_in_private_and_by_when_we_answer(promise):
    assert re.search(promise, re.sub(r"\s+", " ", (REPOSITORY / "SECURITY.md").read_text()))


def test_no_address_is_given_that_nobody_reads():
    assert "@" not in (REPOSITORY / "SECURITY.md").read_text()
