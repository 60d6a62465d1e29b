"""Small builders for XML: KML, and what QGIS 3.22 and later reads."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree.ElementTree import Element, SubElement, indent, tostring

ILLEGAL = {code: None for code in range(0x20) if code not in (0x9, 0xA, 0xD)} | {0xFFFE: None, 0xFFFF: None}


def clean(text: str) -> str:
    """Drop the characters that XML 1.0 cannot hold."""
    return text.translate(ILLEGAL)


def child(parent: Element, tag: str, text: str = "", **attributes: str) -> Element:
    """Add an element to ``parent`` and give it."""
    made = SubElement(parent, tag, {key.rstrip("_"): clean(value) for key, value in attributes.items()})
    made.text = clean(text) or None
    return made


def options(parent: Element, values: Mapping[str, str]) -> None:
    """Add QGIS's map of options."""
    group = child(parent, "Option", type="Map")
    for name, value in values.items():
        child(group, "Option", type="QString", name=name, value=value)


def data_defined(parent: Element, expressions: Mapping[str, str], tag: str = "data_defined_properties") -> None:
    """Add the properties that an expression sets for each feature."""
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
