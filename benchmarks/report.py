"""Prints what was measured, a line for each way of asking."""

from collections import Counter
from dataclasses import dataclass

from benchmarks.client import Measured, at

COLUMNS = (
    "requests/s  ÷ bare  ÷ smallest   p50 ms   p95 ms"
    "  CPU p50  CPU p95  CPU all  CPU ÷ bare  not 200"
)


@dataclass(frozen=True)
class Line:
    """One way of asking, and what it took."""

    name: str
    found: Measured
    worker_cpu: float  # milliseconds a request, by the system's own account


def together(name: str, lines: list[Line]) -> Line:
    """Several ways of asking as one: each has the same share, however many answers it gave."""
    fewest = min(len(line.found.cpu) for line in lines)
    found = Measured(
        seconds=sum(line.found.seconds for line in lines),
        took=[ms for line in lines for ms in line.found.took],
        cpu=[ms for line in lines for ms in line.found.cpu[:fewest]],
        statuses=sum((line.found.statuses for line in lines), Counter()),
    )
    return Line(name, found, sum(line.worker_cpu for line in lines) / len(lines))


def heading() -> None:
    print(f"  {'':<20}{COLUMNS}", flush=True)


def show(line: Line, bare: Line, smallest: dict[str, Line]) -> None:
    found = line.found
    ratio = found.per_second / bare.found.per_second if bare.found.per_second else 0.0
    first = smallest.get(line.name)
    to_smallest = f"{found.per_second / first.found.per_second:10.2f}" if first else " " * 10
    share = bare.worker_cpu / line.worker_cpu if line.worker_cpu else 0.0
    odd = sum(count for status, count in found.statuses.items() if status != 200)
    print(
        f"  {line.name:<20}{found.per_second:10.0f}{ratio:8.2f}  {to_smallest}"
        f"{at(0.5, found.took):9.1f}{at(0.95, found.took):9.1f}"
        f"{at(0.5, found.cpu):9.1f}{at(0.95, found.cpu):9.1f}"
        f"{line.worker_cpu:9.1f}{share:12.2f}{odd:9}",
        flush=True,
    )
