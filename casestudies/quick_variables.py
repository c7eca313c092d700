"""Makes `{{ thing.name }}` cheap where a page repeats it: a text is read and escaped in one step.

Django asks of each dot whether it means a key, an attribute, an index or a call, and of each value
whether it is a number to write as the language does. Most values are texts that a dot names as
attributes. Whatever is not goes the usual way, so the page is the same. What is handed to a tag is
read in the same way.
"""

from html import escape
from typing import Any

from django.template import Context, NodeList
from django.template.base import FilterExpression, Node, VariableNode
from django.template.defaulttags import IfNode, TemplateLiteral
from django.template.library import SimpleNode
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString


class QuickVariable(VariableNode):
    """What takes the place of a variable without filters."""

    def __init__(self, node: VariableNode, name: str, attributes: tuple[str, ...]):
        super().__init__(node.filter_expression)
        self.name = name
        self.attributes = attributes
        # What Django names in the error of a template
        self.token, self.origin = node.token, node.origin

    def render(self, context: Context) -> str:
        value = _read(context, self.name, self.attributes)
        if type(value) is SafeString:
            return value
        if type(value) is str and context.autoescape:
            return SafeString(escape(value))
        return super().render(context)

    def of(self, thing: object) -> str | None:
        """What it says where its name stands for this thing; None where that takes Django."""
        value = _attribute_of(thing, self.attributes)
        if type(value) is SafeString:
            return value
        return escape(value) if type(value) is str else None


class QuickCondition:
    """What takes the place of a condition that only asks whether a variable says something."""

    def __init__(self, condition: Any, name: str, attributes: tuple[str, ...]):
        self.condition = condition
        self.name = name
        self.attributes = attributes

    def eval(self, context: Context) -> object:
        value = _read(context, self.name, self.attributes)
        return self.condition.eval(context) if value is None or callable(value) else value


class QuickTag(SimpleNode):
    """What takes the place of a simple tag that is handed variables without filters, in order."""

    def __init__(self, node: SimpleNode, paths: list[tuple[str, tuple[str, ...]]]):
        super().__init__(node.func, node.takes_context, node.args, node.kwargs, node.target_var)
        self.paths = paths
        # What Django names in the error of a template
        self.token, self.origin = node.token, node.origin

    def give(self, context: Context) -> Any:
        """What the tag gives, before it is written."""
        values = []
        for (name, attributes), expression in zip(self.paths, self.args, strict=True):
            value = _read(context, name, attributes)
            plain = value is not None and not callable(value)
            values.append(value if plain else expression.resolve(context))
        return self.func(*values)

    def shown(self, given: Any, context: Context) -> str:
        """How a template writes what it gave."""
        return conditional_escape(given) if context.autoescape else given

    def render(self, context: Context) -> str:
        return self.shown(self.give(context), context)


def quicken(nodes: NodeList) -> None:
    """Replace the plain variables and the plain tags among these nodes and inside them."""
    for n, node in enumerate(nodes):
        if type(node) is VariableNode and (path := _path(node.filter_expression)):
            nodes[n] = QuickVariable(node, *path)
        elif type(node) is SimpleNode and (paths := _paths(node)):
            nodes[n] = QuickTag(node, paths)
        elif type(node) is IfNode:
            node.conditions_nodelists = [
                (_quick_condition(condition), inside)
                for condition, inside in node.conditions_nodelists
            ]
        for inside in _inside(node):
            quicken(inside)


def _quick_condition(condition: Any) -> Any:
    if type(condition) is not TemplateLiteral:
        return condition
    expression: Any = condition.value
    path = _path(expression)
    return QuickCondition(condition, *path) if path else condition


def _inside(node: Node) -> list[NodeList]:
    if isinstance(node, IfNode):  # whose `nodelist` is a copy
        return [nodes for _condition, nodes in node.conditions_nodelists]
    found = (getattr(node, name, None) for name in node.child_nodelists)
    return [nodes for nodes in found if isinstance(nodes, NodeList)]


def _paths(node: SimpleNode) -> list[tuple[str, tuple[str, ...]]]:
    """Those of all that a tag is handed; empty where some of it is no plain variable."""
    paths = [path for expression in node.args if (path := _path(expression))]
    plain = len(paths) == len(node.args) and not (
        node.kwargs or node.takes_context or node.target_var
    )
    return paths if plain else []


def _path(expression: FilterExpression) -> tuple[str, tuple[str, ...]] | None:
    """The name and the attributes that a variable reads; None for a filter or a constant."""
    lookups = getattr(expression.var, "lookups", None)
    if expression.filters or not lookups or getattr(expression.var, "translate", False):
        return None
    return lookups[0], tuple(lookups[1:])


def _read(context: Context, name: str, attributes: tuple[str, ...]) -> object:
    """The value, or None where a dot may mean something else than an attribute."""
    return _attribute_of(context.get(name), attributes)


def _attribute_of(value: object, attributes: tuple[str, ...]) -> object:
    for attribute in attributes:
        if hasattr(type(value), "__getitem__"):
            return None
        value = getattr(value, attribute, None)
    return value
