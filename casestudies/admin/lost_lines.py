"""The lines that a form sent, before Django counts them.

What was typed in lines that somebody else has deleted meanwhile is not lost; lines that are only
said to be there are not drawn.
"""

import re

# More lines than this Django refuses anyway
MOST = 2000


def without_unsent(data, prefix):
    """The same data, with no more lines than something was sent of: a browser sends each line."""
    total = f"{prefix}-TOTAL_FORMS"
    line = re.compile(rf"{re.escape(prefix)}-(\d+)-")
    sent = (_number(match[1]) + 1 for name in data if (match := line.match(name)))
    initial = _number(data.get(f"{prefix}-INITIAL_FORMS"))
    last = max(initial, *sent, 0)
    if _number(data.get(total)) <= last:
        return data
    new = data.copy()
    new[total] = str(last)
    return new


def as_new_lines(data, prefix, model):
    """The same data, with lines whose row is gone at the end, as new ones.

    Those that were to be deleted are left out. Lines of other entries, which a forged form may
    name, stay as they are, to be refused.
    """
    initial, total = (_number(data.get(f"{prefix}-{n}_FORMS")) for n in ("INITIAL", "TOTAL"))
    if not initial or not initial <= total <= MOST:
        return data
    numbers = {n: _number(data.get(f"{prefix}-{n}-id")) for n in range(initial)}
    there = set(model._default_manager.filter(pk__in=numbers.values()).values_list("pk", flat=True))
    lost = [n for n, pk in numbers.items() if pk and pk not in there]
    if not lost:
        return data
    kept = [n for n in range(initial) if n not in lost]
    again = [n for n in lost if not data.get(f"{prefix}-{n}-DELETE")]
    order = [*kept, *range(initial, total), *again]
    return _renumbered(data, prefix, order, len(kept), set(again))


def _renumbered(data, prefix, order, initial, without_row):
    field = re.compile(rf"{re.escape(prefix)}-(\d+)-(.+)\Z")
    new = data.copy()
    said = {}
    for name in data:
        if match := field.match(name):
            said.setdefault(int(match[1]), {})[match[2]] = data.getlist(name)
            del new[name]
    for to, number in enumerate(order):
        for name, values in said.get(number, {}).items():
            is_gone = name == "id" and number in without_row
            new.setlist(f"{prefix}-{to}-{name}", [""] if is_gone else values)
    new[f"{prefix}-TOTAL_FORMS"] = str(len(order))
    new[f"{prefix}-INITIAL_FORMS"] = str(initial)
    return new


def _number(text):
    is_number = isinstance(text, str) and text.isdecimal() and text.isascii() and len(text) < 19
    return int(text) if is_number else 0
