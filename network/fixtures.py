"""Loads the project leaders of `fixtures/network/`: roles at addresses that nobody reads.

By the same rules as the rest of the content: what is new is added, what changed here is changed,
and what an editor, or the leader, has changed or removed stays as it is.
"""

import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils import timezone

from casestudies import catalogue, changes
from casestudies.imports.documents import digest
from casestudies.imports.plan import WRITTEN, What
from casestudies.imports.records import Problem, Refused
from casestudies.models import CaseStudy, ContentRecord, Organisation
from network.models import Leadership, ProjectLeader

FILE = "network/project-leaders.toml"
KIND = "project-leader"
FIELDS: dict[str, type] = {"role_title": str, "email": str, "case_studies": list}
ABSENT = "left, because their organisation or case study is not here"


@dataclass(frozen=True)
class Given:
    """A leader as the file gives them. `key` is their organisation's."""

    key: str
    role_title: str
    email: str
    case_studies: tuple[str, ...]

    @property
    def digest(self) -> str:
        studies = list(self.case_studies)
        return digest({"role": self.role_title, "email": self.email, "studies": studies})


@dataclass
class Step:
    given: Given
    what: What | None  # None: their organisation or case study is not here
    row: ProjectLeader | None = None
    mark: ContentRecord | None = None


def load(folder: Path, *, dry_run: bool) -> list[str]:
    """Load the leaders of a folder laid out like `fixtures/`; lines for whoever asked for it.

    Raises Refused with all that is wrong in the file, and then loads none.
    """
    given = _read(folder)
    here = _Here()
    steps = [here.step(leader) for leader in given]
    if not dry_run and any(step.what in WRITTEN for step in steps):
        with changes.one_change():
            # Of two processes that start at once, one waits here, and then finds the work done
            catalogue.changed()
            here = _Here()
            steps = [here.step(leader) for leader in given]
            for step in steps:
                if step.what in WRITTEN:
                    _write(step, here)
    counts = Counter(step.what.value if step.what else ABSENT for step in steps)
    said = ", ".join(f"{number} {what}" for what, number in counts.items())
    return [f"{'Project leaders':<29}{said or 'none'}"]


class _Here:
    """What the database holds that a leader of the file may name or be."""

    def __init__(self) -> None:
        marks = list(ContentRecord.objects.filter(kind__in=[KIND, "organisation", "case-study"]))
        self.marks = {mark.key: mark for mark in marks if mark.kind == KIND}
        # An editor may have given them another address since they were loaded
        self.keys = {(mark.kind, mark.key): mark.target_id for mark in marks}
        self.organisations = set(Organisation.objects.values_list("pk", flat=True))
        self.studies = set(CaseStudy.objects.values_list("pk", flat=True))
        leaders = list(ProjectLeader.objects.prefetch_related("leaderships"))
        self.rows = {leader.pk: leader for leader in leaders}
        self.taken = {leader.email.lower(): leader.pk for leader in leaders}

    def organisation(self, given: Given) -> int | None:
        pk = self.keys.get(("organisation", given.key))
        return pk if pk in self.organisations else None

    def studies_of(self, given: Given) -> list[int]:
        found = [self.keys.get(("case-study", key)) for key in given.case_studies]
        return [pk for pk in found if pk is not None and pk in self.studies]

    def step(self, given: Given) -> Step:
        mark = self.marks.get(given.key)
        row = self.rows.get(mark.target_id) if mark else None
        return Step(given, self._what(given, mark, row), row, mark)

    def _what(
        self, given: Given, mark: ContentRecord | None, row: ProjectLeader | None
    ) -> What | None:
        if mark is not None and row is None:
            return What.REMOVED
        if mark is not None and row is not None and _stored_digest(row) != mark.stored_digest:
            return What.EDITED
        if mark is not None and given.digest == mark.fixture_digest:
            return What.UNCHANGED
        if self.taken.get(given.email.lower(), row and row.pk) != (row and row.pk):
            return What.TAKEN
        if self.organisation(given) is None or not self.studies_of(given):
            return None
        return What.ADDED if mark is None else What.CHANGED


def _write(step: Step, here: _Here) -> None:
    given = step.given
    row = step.row or ProjectLeader(
        consent=ProjectLeader.Consent.EDITOR, consent_on=timezone.localdate()
    )
    row.role_title, row.email = given.role_title, given.email
    row.organisation_id = here.organisation(given)  # type: ignore[assignment]
    row.save()
    row.leaderships.all().delete()
    for pk in here.studies_of(given):
        position = Leadership.objects.filter(study_id=pk).count()
        Leadership.objects.create(leader=row, study_id=pk, position=position)
    ContentRecord.objects.update_or_create(
        kind=KIND,
        key=given.key,
        defaults={
            "target_id": row.pk,
            "fixture_digest": given.digest,
            "stored_digest": _stored_digest(row),
        },
    )


def _stored_digest(row: ProjectLeader) -> str:
    """Of all that an editor or the leader may change. Whether they confirmed is no change."""
    return digest(
        {
            "role": row.role_title,
            "name": row.name,
            "email": row.email,
            "organisation": row.organisation_id,
            "active": row.is_active,
            "studies": sorted(leadership.study_id for leadership in row.leaderships.all()),
        }
    )


# --- The file ------------------------------------------------------------------------------


def _read(folder: Path) -> list[Given]:
    path = folder / FILE
    if not path.exists():
        return []
    try:
        tables = tomllib.loads(path.read_text("utf-8"))
    except UnicodeDecodeError:
        raise Refused(
            [Problem(FILE, "", "", "This is not UTF-8 text. Save it as UTF-8.")]
        ) from None
    except tomllib.TOMLDecodeError as error:
        raise Refused([Problem(FILE, "", "", f"This is not TOML: {error}.")]) from None
    problems = [problem for key, table in tables.items() for problem in _problems(key, table)]
    problems += _twice(tables) if not problems else []
    if problems:
        raise Refused(problems)
    return [
        Given(key, table["role_title"], table["email"], tuple(table["case_studies"]))
        for key, table in tables.items()
    ]


def _problems(key: str, table: Any) -> Iterator[Problem]:
    if not isinstance(table, dict):
        yield Problem(FILE, "", key, "This stands outside a record: [organisation].")
        return
    for name in sorted(table.keys() - FIELDS.keys()):
        yield Problem(FILE, key, name, "There is no such field. A leader here has no name.")
    for name, kind in FIELDS.items():
        value: Any = table.get(name)
        if not isinstance(value, kind) or not value:
            yield Problem(FILE, key, name, "This is missing.")
        elif isinstance(value, list) and not all(isinstance(item, str) for item in value):
            yield Problem(FILE, key, name, "Name case studies by their addresses.")
    email = table.get("email")
    if isinstance(email, str) and not ProjectLeader(email=email).has_placeholder_address:
        # The files are public, and a leader's address never is
        yield Problem(FILE, key, "email", "Only an address at example.org may stand here.")


def _twice(tables: dict[str, Any]) -> list[Problem]:
    counts = Counter(table["email"].lower() for table in tables.values())
    return [
        Problem(FILE, key, "email", "This address stands here twice.")
        for key, table in tables.items()
        if counts[table["email"].lower()] > 1
    ]
