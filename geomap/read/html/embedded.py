"""schema.org data that pages carry in their markup, as microdata (itemprop) or RDFa (property): the same nodes as JSON-LD gives."""

from __future__ import annotations

from lxml import etree

from geomap.read.html.linked_data import Node
from geomap.read.html.markup import Element, first_text

_MAX_DEPTH = 12  # of items in items; posts lie two or three deep
_BODIES = frozenset({"articleBody", "text", "description"})  # what may hold paragraphs, and is kept with its markup
_ADDRESSES = ("href", "src", "data")


def embedded_nodes(root: Element) -> list[Node]:
    """Give the items of a page in page order, each with its own properties as lists of texts and items."""
    found: list[Node] = []
    around: list[tuple[Element, Node]] = []
    body: Element | None = None  # a body in a body is part of it
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "end":
            body = None if body is element else body
            if around and around[-1][0] is element:
                around.pop()
            continue
        names = _names(element)
        node = _node(element) if len(around) < _MAX_DEPTH else None
        if names and around:
            is_body = not _BODIES.isdisjoint(names) and node is None
            if not (is_body and body is not None):
                _add(around[-1][1], names, _value(element, is_body=is_body) if node is None else node)
                body = element if is_body else body
        if node is not None:
            found.append(node)
            around.append((element, node))
            body = None
    return found


def _names(element: Element) -> list[str]:
    """Give the properties that an element holds, without the vocabulary's prefix."""
    written = element.get("itemprop") or element.get("property")
    return [name.rsplit("/", 1)[-1].removeprefix("schema:") for name in written.split()] if written else []


def _node(element: Element) -> Node | None:
    if element.get("itemscope") is None and element.get("typeof") is None:
        return None
    kinds = (element.get("itemtype") or element.get("typeof") or "").split()
    node: Node = {"@type": kinds}
    address = (
        element.get("itemid") or element.get("resource") or element.get("about") or (f"#{element.get('id')}" if element.get("id") else "")
    )
    if address:
        node["@id"] = address
    return node


def _add(node: Node, names: list[str], value: object) -> None:
    for name in names:
        values = node.setdefault(name, [])
        if isinstance(values, list) and value:
            values.append(value)


def _value(element: Element, *, is_body: bool) -> str:
    if element.get("content") is not None:
        return str(element.get("content"))
    if element.tag == "time":
        return str(element.get("datetime") or first_text(element))
    if is_body:
        return str(etree.tostring(element, encoding="unicode", with_tail=False))
    address = next((element.get(name) for name in _ADDRESSES if element.get(name)), None)
    return str(address) if address and element.tag != "a" else first_text(element) or str(address or "")
