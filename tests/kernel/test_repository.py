"""What may not be in the repository: secrets, and traces of the machine it was written on."""

import re
import subprocess

import pytest

from collab_directory.settings import BASE_DIR

# Spelt apart, so that this file may be searched too
FORBIDDEN = {
    "the folder of one machine": r"/(?:root|work|home/\w+|Users/\w+|opt/(?:pypi|wheels))/",
    "an index of packages": r"--(?:extra-)?index-url|--find[-]links|--trusted[-]host|"
    r"(?:files\.python"
    r"hosted|registry\.npm"
    r"js|deb\.deb"
    r"ian)\.org",
    "a private key": r"-----BEGIN [A-Z ]*PRIVATE[ ]KEY-----",
    "a token": r"\b(?:ghp_|github_pat_|glpat-|xox[bp]-|AKIA)[A-Za-z0-9_-]{16,}",
    "a password in an address": r"\b(?:postgres(?:ql)?|redis|smtps?)://\w+:(?!password|p%40ss)[^@\s]+@",
}


def tracked():
    """Files that git has, or would take."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    return [BASE_DIR / name for name in listed.stdout.split("\0") if name]


def texts():
    for path in tracked():
        if path.is_file():
            yield path.relative_to(BASE_DIR), path.read_bytes().decode("utf-8", "ignore")


@pytest.fixture(scope="module", autouse=True)
def in_git():
    if not (BASE_DIR / ".git").exists():
        pytest.skip("not a git repository: this is a copy")


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_holds(what):
    pattern = re.compile(FORBIDDEN[what])
    found = [f"{path}: {hit[0]}" for path, text in texts() for hit in pattern.finditer(text)]
    assert not found


def test_pages_and_letters_spell_a_word_in_one_way():
    pattern = re.compile(r"e-mail", re.IGNORECASE)
    said = [(path, text) for path, text in texts() if path.suffix in {".html", ".txt", ".py"}]
    passed_over = {"tests", "migrations"}  # whose words nobody reads, or nobody may change
    found = [str(p) for p, text in said if not passed_over & {*p.parts} and pattern.search(text)]
    assert not found


def test_no_lock_is_kept_that_names_addresses():
    names = {path.name for path in tracked()}
    assert not names & {"uv.lock", "pylock.toml", ".env", "secret_key", "db.sqlite3"}


def test_every_package_is_pinned_by_its_content():
    for lock in (BASE_DIR / "requirements").glob("*.txt"):
        for requirement in lock.read_text().replace("\\\n", " ").splitlines():
            assert re.match(r"[a-z0-9-]+(\[[a-z,]+\])?==\S+ ", requirement), requirement
            assert "--hash=sha256:" in requirement


def test_every_dependency_says_what_it_is_for():
    lines = (BASE_DIR / "pyproject.toml").read_text().split("[tool.")[0].splitlines()
    entries = [i for i, line in enumerate(lines) if re.match(r'  "[a-z]', line)]
    assert len(entries) > 20
    for i in entries:
        above = [line for line in lines[:i] if not re.match(r'  "[a-z]', line)][-1]
        assert above.startswith("  # "), lines[i]
