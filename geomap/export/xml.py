"""Small builders for XML: KML, and what QGIS 3.22 and later reads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

ILLEGAL = {code: None for code in range(0x20) if code not in (0x9, 0xA, 0xD)} | {0xFFFE: None, 0xFFFF: None}


def clean(text: str) -> str:
    """Return ``text`` without the characters that XML 1.0 (section 2.2) does not allow.

    Args:
        text: Any text.

    Returns:
        The text that may stand in a document, still to be escaped.
    """
    return text.translate(ILLEGAL)


def child(parent: Element, tag: str, text: str = "", **attributes: str) -> Element:
    """Add an element to ``parent``.

    Args:
        parent: The element to add to.
        tag: The name of the new element.
        text: Its text; empty for none.
        attributes: Its attributes; a trailing underscore of a name is dropped (``class_``).

    Returns:
        The new element.
    """
    made = SubElement(parent, tag, {key.rstrip("_"): clean(value) for key, value in attributes.items()})
    made.text = clean(text) or None
    return made


def options(parent: Element, values: Mapping[str, str]) -> None:
    """Add QGIS's map of options."""
    group = child(parent, "Option", type="Map")
    for name, value in values.items():
        child(group, "Option", type="QString", name=name, value=value)


def value_option(parent: Element, name: str, value: Any) -> None:  # noqa: ANN401 - what JSON has
    """Add one of QGIS's options, of the type that ``value`` has: text, bool, number, list or map.

    Args:
        parent: The option that holds it.
        name: Its name; empty within a list.
        value: The value.
    """
    named = {"name": name} if name else {}
    if isinstance(value, Mapping):
        group = child(parent, "Option", type="Map", **named)
        for key, one in value.items():
            value_option(group, key, one)
    elif isinstance(value, list):
        group = child(parent, "Option", type="List", **named)
        for one in value:
            value_option(group, "", one)
    elif isinstance(value, bool):
        child(parent, "Option", type="bool", value=str(value).lower(), **named)
    else:
        child(parent, "Option", type="int" if isinstance(value, int) else "QString", value=str(value), **named)


def data_defined(parent: Element, expressions: Mapping[str, str], tag: str = "data_defined_properties") -> None:
    """Add properties that QGIS computes for each feature.

    Args:
        parent: The symbol layer, or another element with such properties.
        expressions: The expression of each property.
        tag: The name of the element that holds them.
    """
    group = child(child(parent, tag), "Option", type="Map")
    child(group, "Option", type="QString", name="name", value="")
    if expressions:
        properties = child(group, "Option", type="Map", name="properties")
        for name, expression in expressions.items():
            entry = child(properties, "Option", type="Map", name=name)
            child(entry, "Option", type="bool", name="active", value="true")
            child(entry, "Option", type="QString", name="expression", value=expression)
            child(entry, "Option", type="int", name="type", value="3")  # an expression
    else:
        child(group, "Option", name="properties")
    child(group, "Option", type="QString", name="type", value="collection")


def document(root: Element, doctype: str) -> str:
    """Return ``root`` as a document with the DOCTYPE that QGIS writes."""
    indent(root, space=" ")
    return f"<!DOCTYPE {doctype}>\n{tostring(root, encoding='unicode')}\n"
