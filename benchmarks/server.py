"""gunicorn with the directory, as production runs it, for the time of a measurement."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from benchmarks.client import Connection

HERE = Path(__file__).resolve().parent.parent
PROCESSES = 2
PATIENCE = 60  # seconds until it must answer
TICK = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


def environment(url: str, folder: Path, port: int = 0) -> dict[str, str]:
    """The variables of a production on this machine, with nothing left over from the shell."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return kept | {
        "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
        "SECRET_KEY": "only-for-benchmarks-0123456789-abcdefghijklmnopqrstuvwxyz",
        "SITE_URL": f"http://127.0.0.1:{port}",
        "ALLOWED_HOSTS": "127.0.0.1",
        "CONTACT_EMAIL": "working-group@example.org",
        "LOG_LEVEL": "WARNING",
        "DATABASE_URL": url,
        "BENCHMARK_STATIC": str(folder / "static"),
        "BIND": f"127.0.0.1:{port}",
        "WEB_PROCESSES": str(PROCESSES),
        # One thread of numpy: two processes share two cores
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }


@dataclass
class Server:
    port: int
    pid: int

    @property
    def workers(self) -> list[int]:
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text()
        return [int(pid) for pid in children.split()]

    def memory(self) -> list[float]:
        """What each worker holds, in MB; what they share with each other counts in each."""
        pages = [int(Path(f"/proc/{p}/statm").read_text().split()[1]) for p in self.workers]
        return [count * PAGE / 2**20 for count in pages]

    def cpu(self) -> float:
        """Milliseconds of processor time that the workers have used so far."""
        used = 0
        for pid in self.workers:
            # The name, in brackets, may hold blanks
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            used += int(fields[11]) + int(fields[12])
        return used * 1000 / TICK


@contextmanager
def serving(url: str, folder: Path) -> Iterator[Server]:
    """Start gunicorn with the project's own settings, and stop it afterwards."""
    port = _free_port()
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            # Not replaced in the middle of a measurement
            [sys.executable, "-m", "gunicorn", "--max-requests", "0", "collab_directory.wsgi"],
            cwd=HERE,
            env=environment(url, folder, port),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=log,
        )
        try:
            _wait(process, port, log)
            yield Server(port, process.pid)
        finally:
            process.terminate()
            try:
                process.wait(40)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait(process: subprocess.Popen[bytes], port: int, log: object) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        with suppress(OSError):
            connection = Connection(port)
            status, _, _ = connection.get("/bare/")
            connection.close()
            if status == 200:
                return
        time.sleep(0.2)
    log.seek(0)  # type: ignore[attr-defined]
    said = log.read().decode()[-2000:]  # type: ignore[attr-defined]
    raise RuntimeError(f"gunicorn does not answer:\n{said}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
