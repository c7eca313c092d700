"""A quick variable says what Django's own says, whatever it stands for."""

from types import SimpleNamespace

import pytest
from django.template import Context, engines
from django.utils.safestring import mark_safe

from casestudies.quick_variables import QuickVariable, quicken


class Thing:
    text = "Fire & <b>rescue</b> 'n' \"more\""
    safe = mark_safe("<b>fire</b>")
    number = 1234567
    nothing = None
    words = {"first": "a key"}
    other = SimpleNamespace(name="<another>")

    def method(self):
        return "called & escaped"

    @property
    def worked_out(self):
        return "<worked out>"


TEMPLATES = [
    "{{ thing.text }}",
    "{{ thing.safe }}",
    "{{ thing.number }}",
    "{{ thing.nothing }}",
    "{{ thing.not_there }}",
    "{{ nobody }}",
    "{{ nobody.name }}",
    "{{ thing.words.first }}",
    "{{ thing.words.not_there }}",
    "{{ thing.other.name }}",
    "{{ thing.method }}",
    "{{ thing.worked_out }}",
    "{{ word }}",
    "{{ word.upper }}",
    "{{ words.0 }}",
    "{{ thing.text|upper }}",
    '{{ "<constant>" }}',
    "{% autoescape off %}{{ thing.text }}{{ thing.safe }}{% endautoescape %}",
    "{% if thing.text %}{{ thing.text }}{% else %}{{ word }}{% endif %}",
    *(
        f"{{% if {name} %}}yes{{% else %}}no{{% endif %}}"
        for name in ("thing.nothing", "thing.number", "thing.method", "thing.words.first", "nobody")
    ),
    "{% if not thing.text or thing.not_there %}yes{% elif thing.safe %}{{ word }}{% endif %}",
    "{% for word in words %}{{ word }}{{ forloop.counter }}{{ thing.text }}{% endfor %}",
    "{% load ui %}{% glyph word %}{% glyph thing.text %}{% glyph nobody %}{% glyph thing.method %}",
    "{% with thing=thing.other %}{{ thing.name }}{% endwith %}",
]


@pytest.mark.parametrize("text", TEMPLATES)
def test_it_says_the_same(text):
    def drawn(*, quick):
        template = engines["django"].from_string(text).template
        if quick:
            quicken(template.nodelist)
        return template.render(Context({"thing": Thing(), "word": "<w>", "words": ["<1>", "2&"]}))

    assert drawn(quick=True) == drawn(quick=False)


def test_plain_ones_are_replaced_wherever_they_stand():
    template = engines["django"].from_string(
        "{{ a.b }}{% if a %}{{ a.b }}{% elif c %}{{ c }}{% endif %}{% for d in a %}{{ d }}"
        "{% empty %}{{ a.e }}{% endfor %}{{ a|upper }}"
    )
    nodes = template.template.nodelist
    quicken(nodes)
    assert len(nodes.get_nodes_by_type(QuickVariable)) == 5
