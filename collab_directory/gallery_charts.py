"""Charts for the gallery of components, made of invented figures."""

from types import SimpleNamespace
from typing import Any

from collab_directory.charts import Bar, shade, to_scale

BARS = [
    Bar("Shared premises", 45, "45", url="#chart-bars"),
    Bar("Joint training with a rather long name that goes on", 1, "1", url="#chart-bars"),
    Bar("Data sharing", 0, "0"),
    Bar("Not recorded", 20, "20", is_hollow=True),
]
RANGES = [
    Bar("Measured", 300_000, "£300,000 to £400,000", upper=400_000),
    Bar("Claimed", 120_000, "£120,000"),
]
MONTHS = [Bar(f"{2011 + n}", n % 4, str(n % 4)) for n in range(9)]


def context() -> dict[str, Any]:
    return {
        "bars": to_scale(BARS),
        "ranges": to_scale(RANGES),
        "months": to_scale(MONTHS),
        "lines": [
            line("Police", square(88, alone=True)),
            line("Fire and rescue", square(75), square(108, alone=True)),
            line("Coastguard", square(3), square(0), square(4, alone=True)),
        ],
        "chart": SimpleNamespace(
            name="example",
            question="What do they do together?",
            is_drawn=True,
            table=SimpleNamespace(
                headings=[heading("Type"), heading("Schemes", is_number=True)],
                rows=[[], []],
                shown=[
                    [cell("Shared premises"), cell("45", url="#chart-table", is_number=True)],
                    [cell("Data sharing"), cell("0", is_number=True)],
                ],
                is_cut=True,
            ),
        ),
    }


def line(label: str, *squares: SimpleNamespace) -> SimpleNamespace:
    return SimpleNamespace(label=label, squares=squares)


def square(count: int, *, alone: bool = False) -> SimpleNamespace:
    return SimpleNamespace(
        count=count,
        shade=0 if alone else shade(count, 75),
        url="#chart-matrix" if count else "",
        names="Police with another",
        is_alone=alone,
    )


def heading(text: str, *, is_number: bool = False) -> SimpleNamespace:
    return SimpleNamespace(text=text, is_number=is_number)


def cell(text: str, *, url: str = "", is_number: bool = False) -> SimpleNamespace:
    return SimpleNamespace(text=text, url=url, is_number=is_number)
