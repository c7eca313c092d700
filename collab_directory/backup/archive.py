"""The format of a backup: lines of JSON, compressed with gzip, in one stream without file names.

    {"header": {…}, "mark": "…"}            what is in it, and of which moment
    {"table": "auth_user"}                  then a line for each row, as a list
    [1,"ada@council.uk",…]
    {"rows": 1, "sha256": "…"}              of the lines of these rows
    {"end": {"rows": 9, "sha256": "…"}, "mark": "…"}    of every line before it

A mark is a keyed hash, so only who knows SECRET_KEY makes a backup that is taken for one of ours.
Nothing that is read is trusted: a line and the whole may only be so long, however well they were
compressed, and whatever is not as above is refused.
"""

import gzip
import hashlib
import io
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO, NoReturn

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from . import Refused
from .tables import Row, line, read_json

FORMAT = "blue-light-directory-backup"
EDITION = 1

LONGEST_LINE = 64 * 1024 * 1024  # bytes; the largest file that is kept is five million
# How much more than was read may come out of it. Text of entries shrinks to a seventh
MOST_INFLATED = 250
ALWAYS_ALLOWED = 64 * 1024 * 1024


@dataclass(frozen=True)
class Sum:
    """What was in one table."""

    rows: int
    sha256: str


@dataclass
class Summing:
    """Counts lines and adds them to a digest."""

    rows: int = 0
    _digest: Any = field(default_factory=hashlib.sha256)

    def add(self, one: bytes) -> None:
        self.rows += 1
        self._digest.update(one)

    def result(self) -> Sum:
        return Sum(self.rows, self._digest.hexdigest())


def sum_of(found: Iterable[Row]) -> Sum:
    """Of the rows of one table, as a backup would give it."""
    summing = Summing()
    for row in found:
        summing.add(line(row))
    return summing.result()


class Writer:
    """Writes a backup into `out`: the header, each table, and `close`."""

    def __init__(self, out: BinaryIO, header: dict[str, Any]) -> None:
        self._out = gzip.GzipFile(filename="", mode="wb", compresslevel=5, fileobj=out, mtime=0)
        self._all = hashlib.sha256()
        self._rows = 0
        said = {"format": FORMAT, "edition": EDITION, **header}
        self._write(line({"header": said, "mark": _mark(said)}))

    def table(self, name: str, found: Iterable[Row]) -> Sum:
        self._write(line({"table": name}))
        summing = Summing()
        for row in found:
            one = line(row)
            summing.add(one)
            self._write(one)
        result = summing.result()
        self._rows += result.rows
        self._write(line({"rows": result.rows, "sha256": result.sha256}))
        return result

    def close(self) -> None:
        end = {"rows": self._rows, "sha256": self._all.hexdigest()}
        self._write(line({"end": end, "mark": _mark(end)}))
        self._out.close()

    def _write(self, one: bytes) -> None:
        self._all.update(one)
        self._out.write(one)


class Reader:
    """Reads a backup from `source`, once, from its beginning to its end. Raises Refused.

    `is_ours` says whether its marks were made with a key of this installation. What `tables` gives
    may only be believed when all of it was read: the last line speaks of the whole.
    """

    def __init__(self, source: BinaryIO) -> None:
        self._source = _Counted(source)
        # Of its own, so that no more is inflated than was asked for
        self._text = io.BufferedReader(gzip.GzipFile(fileobj=self._source, mode="rb"), 1 << 16)
        self._all = hashlib.sha256()
        self._inflated = 0
        self.sums: dict[str, Sum] = {}
        first = self._object("header", "mark")
        self.header = first["header"]
        self._check_header()
        self.is_ours = _is_ours(self.header, first["mark"])

    def tables(self) -> Iterator[tuple[str, Iterator[tuple[Row, int]]]]:
        """Each table, with its rows and how long each was in bytes. All are to be read, in turn."""
        while True:
            before = self._all.hexdigest()
            said = self._said()
            if "table" not in said:
                self._end(said, before)
                return
            name = said["table"]
            if name in self.sums or name not in self.header["tables"]:
                _damaged("a table that it does not announce")
            yield name, self._rows(name)
            if name not in self.sums:
                raise RuntimeError("The rows of a table were not read to their end")

    def read_through(self) -> None:
        """Believe it or raise, without doing anything with what is in it."""
        for _name, found in self.tables():
            for _row in found:
                pass

    def _rows(self, name: str) -> Iterator[tuple[Row, int]]:
        width = len(self.header["tables"][name]["columns"])
        summing = Summing()
        while True:
            one = self._line()
            said = _parsed(one)
            if not isinstance(said, list):
                break
            if len(said) != width:
                _damaged(f"a row of {name} that has not its columns")
            summing.add(one)
            yield said, len(one)
        self.sums[name] = summing.result()
        if said != {"rows": summing.rows, "sha256": self.sums[name].sha256}:
            _damaged(f"rows of {name} that are not those that were written")

    def _end(self, said: dict[str, Any], before: str) -> None:
        if said.keys() != {"end", "mark"} or not isinstance(said["end"], dict):
            _damaged("a line that is none of ours")
        rows = sum(one.rows for one in self.sums.values())
        if said["end"] != {"rows": rows, "sha256": before}:
            _damaged("a whole that is not what was written")
        if self.sums.keys() != self.header["tables"].keys():
            _damaged("fewer tables than it announces")
        if self.is_ours and not _is_ours(said["end"], said["mark"]):
            _damaged("an end that this installation has not written")
        if self._more():
            _damaged("something after its end")

    def _check_header(self) -> None:
        header = self.header
        if not isinstance(header, dict) or header.get("format") != FORMAT:
            _damaged("no header of ours")
        if header.get("edition") != EDITION:
            raise Refused("This backup was made by a newer release. Restore it with that.")
        tables, migrations = header.get("tables"), header.get("migrations")
        well = (
            isinstance(header.get("made_at"), str)
            and isinstance(tables, dict)
            and all(_is_table(one) for one in tables.values())
            and isinstance(migrations, list)
            and all(_are_texts(one) and len(one) == 2 for one in migrations)
        )
        if not well:
            _damaged("a header that lacks something")

    def _object(self, *keys: str) -> dict[str, Any]:
        said = self._said()
        if said.keys() != set(keys):
            _damaged("no header of ours")
        return said

    def _said(self) -> dict[str, Any]:
        said = _parsed(self._line())
        if not isinstance(said, dict):
            _damaged("a row outside of any table")
        return said

    def _line(self) -> bytes:
        one = self._read(LONGEST_LINE + 1)
        if len(one) > LONGEST_LINE:
            _damaged("a line that is too long")
        if not one.endswith(b"\n"):
            _damaged("no end: it was cut off")
        self._inflated += len(one)
        if self._inflated > ALWAYS_ALLOWED + MOST_INFLATED * self._source.count:
            _damaged("far more in it than fits into its size")
        self._all.update(one)
        return one

    def _more(self) -> bool:
        return bool(self._read(1))

    def _read(self, most: int) -> bytes:
        try:
            return self._text.readline(most)
        except (EOFError, zlib.error, gzip.BadGzipFile) as fault:
            raise Refused(f"This is no backup, or a damaged one: {fault}.") from fault


class _Counted(io.RawIOBase):
    """A stream that knows how much was read from it."""

    def __init__(self, source: BinaryIO) -> None:
        self._of = source
        self.count = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        found = self._of.read(size)
        self.count += len(found)
        return found


def _parsed(one: bytes) -> Any:
    try:
        return read_json(one.decode("utf-8", "surrogatepass"))
    except (ValueError, RecursionError) as fault:
        raise Refused("This backup is damaged: it has a line that cannot be read.") from fault


def _is_table(said: Any) -> bool:
    return (
        isinstance(said, dict)
        and said.keys() == {"columns", "last"}
        and _are_texts(said["columns"])
        and (said["last"] is None or type(said["last"]) is int)
    )


def _are_texts(said: Any) -> bool:
    return isinstance(said, list) and all(isinstance(one, str) for one in said)


def _mark(said: Any, key: str | None = None) -> str:
    # The key in use where none is given
    made = salted_hmac("collab_directory.backup", line(said), secret=key, algorithm="sha256")
    return made.hexdigest()


def _is_ours(said: Any, mark: Any) -> bool:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return any(constant_time_compare(_mark(said, key), str(mark)) for key in keys)


def _damaged(what: str) -> NoReturn:
    raise Refused(f"This is no backup, or a damaged one: it has {what}.")
