"""How QGIS names the columns and edits them: aliases, drop-downs, what cannot be edited, forms with the posts that tell of an event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree.ElementTree import Element

from geomap.event_types import shipped_types
from geomap.export.gdal import Layer
from geomap.export.qgis.relations import RELATIONS, Relation
from geomap.export.written import EDITABLE
from geomap.export.xml import child, value_option
from geomap.vocabulary import GeoMethod, Modality

ALIASES = {
    "event_id": "Event",
    "source_event_id": "Event in its source",
    "event_type": "Type",
    "sub_event_type": "Sub-type",
    "event_code": "PLOVER code",
    "emdat_code": "EM-DAT code",
    "hazard_code": "UNDRR-ISC hazard",
    "glide_type": "GLIDE type",
    "iptc_code": "IPTC Media Topic",
    "start_time": "Start (UTC)",
    "end_time": "End (UTC)",
    "event_date": "First day (local)",
    "event_date_end": "Last day (local)",
    "time_precision": "Precision of the time",
    "published_time": "Published (UTC)",
    "published_precision": "Precision of the publication",
    "updated_time": "Updated (UTC)",
    "updated_precision": "Precision of the update",
    "place_name": "Place",
    "mention": "Words in the text",
    "geo_precision": "Precision of the place",
    "where_prec": "UCDP precision of the place",
    "coordinate_uncertainty_m": "Radius of uncertainty (m)",
    "geo_method": "How it was located",
    "gazetteer_id": "Id in the gazetteer",
    "admin1": "Region",
    "admin2": "District",
    "country": "Country",
    "iso3": "Country (ISO 3166-1 alpha-3)",
    "iso3166_2": "Region (ISO 3166-2)",
    "pcode": "P-code",
    "actor1": "Actor",
    "actor2": "Second actor",
    "fatalities": "Killed",
    "fatalities_low": "Killed, at least",
    "fatalities_high": "Killed, at most",
    "fatalities_civilian": "Civilians killed",
    "injured": "Injured",
    "injured_civilian": "Civilians injured",
    "losses_claimed": "Losses claimed of the other side",
    "shown": "Shown on the map",
    "change": "Since the earlier run",
    "change_before": "Said before",
    "modality": "Said to have happened",
    "quote": "Quotation",
    "toll_quote": "Quotation of the toll",
    "source": "Source",
    "source_url": "Address",
    "post_id": "Post",
    "lang": "Language",
    "is_area": "Is an area",
    "first_date": "First event",
    "last_date": "Last event",
    "begun_by_day": "Begun by day (JSON)",
    "ended_by_day": "Ended by day (JSON)",
}
MODALITIES = {
    Modality.REPORTED: "reported",
    Modality.CLAIMED: "claimed by one side",
    Modality.DENIED: "denied",
    Modality.PLANNED: "planned or warned of",
    Modality.HYPOTHETICAL: "hypothetical",
    Modality.BACKGROUND: "background: an older event",
}
METHODS = {
    GeoMethod.GAZETTEER: "the place itself",
    GeoMethod.RELATION: "derived from a place",
    GeoMethod.TABLE: "given in the input",
    GeoMethod.CORRECTION: "corrected",
    GeoMethod.COARSENED: "moved to a grid",
}
GEO_PRECISIONS = {"1": "1: exact", "2": "2: near", "3": "3: region or country"}
TIME_PRECISIONS = {"1": "1: day", "2": "2: week", "3": "3: month"}
UCDP_PRECISIONS = {
    "1": "1: exact",
    "2": "2: within 25 km",
    "3": "3: district",
    "4": "4: region",
    "5": "5: line or larger area",
    "6": "6: country",
    "7": "7: sea or air",
}
_LONG = frozenset({"quote", "toll_quote", "text", "sentence"})
_TABS: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "events": (
        ("What", ("event_type", "sub_event_type", "modality", "actor1", "actor2", "confidence", "shown", "change", "change_before",
                  "event_id")),
        ("When", ("event_date", "event_date_end", "time_precision", "start_time", "end_time", "published_time")),
        ("Where", ("place_name", "mention", "latitude", "longitude", "geo_precision", "coordinate_uncertainty_m", "geo_method", "admin1",
                   "admin2", "country", "iso3166_2", "pcode")),
        ("Toll", ("fatalities", "fatalities_low", "fatalities_high", "fatalities_civilian", "injured", "injured_civilian", "missing",
                  "displaced", "rescued", "arrested", "ill", "losses_claimed")),
        ("Source", ("quote", "source", "source_url", "post_id", "lang")),
    ),
    "posts": (("Post", ("title", "source", "published_time", "author", "url", "lang", "text", "post_id")),),
    "tellings": (
        ("Telling", ("event_id", "post_id", "source", "published_time", "title", "quote", "fatalities", "injured", "toll_quote",
                     "source_url")),
    ),
    "regions": (("Region", ("name", "country", "iso3166_2", "pcode", "events", "fatalities", "injured")),),
}  # fmt: skip


def add_form(parent: Element, layer: Layer) -> None:
    """Add aliases, widgets and form of ``layer``."""
    names = [column.name for column in layer.columns.held]
    _add_aliases(parent, names)
    _add_widgets(parent, layer, names)
    _add_editable(parent, layer, names)
    if layer.name in _TABS:
        child(parent, "editorlayout", "tablayout")
        _add_tabs(parent, layer.name, names)


def _add_aliases(parent: Element, names: Sequence[str]) -> None:
    aliases = child(parent, "aliases")
    for index, name in enumerate(names, 1):  # 0 is fid
        child(aliases, "alias", field=name, name=alias_of(name), index=str(index))


def alias_of(name: str) -> str:
    """Return how a column is named in forms and tables."""
    return ALIASES.get(name) or name.replace("_", " ").capitalize()


def _add_widgets(parent: Element, layer: Layer, names: Sequence[str]) -> None:
    configured = child(parent, "fieldConfiguration")
    for name in names:
        kind, config = _widget(layer, name)
        if kind:
            widget = child(child(configured, "field", name=name, configurationFlags="None"), "editWidget", type=kind)
            value_option(child(widget, "config"), "", config)


def _widget(layer: Layer, name: str) -> tuple[str, dict[str, Any]]:
    """Return the kind of editor of a column and its settings; an empty kind leaves the choice to QGIS."""
    values = _values(layer, name)
    if values:
        return "ValueMap", {"map": [{label: value} for value, label in values.items()]}
    relation = next((one for one in RELATIONS if (one.child, one.child_column) == (layer.name, name) and one.is_shown), None)
    if relation is not None:
        return "RelationReference", {
            "Relation": relation.id,
            "AllowNULL": True,
            "ShowForm": False,
            "ShowOpenFormButton": True,
            "ReadOnly": True,
        }
    return ("TextEdit", {"IsMultiline": True, "UseHtml": False}) if name in _LONG else ("", {})


def _values(layer: Layer, name: str) -> Mapping[str, str]:
    """Return what a column may hold, with the name that the drop-down shows; empty for a column that may hold anything."""
    if layer.name not in {"events", "areas"}:
        return {}
    kinds = shipped_types()
    fixed: dict[str, Mapping[str, str]] = {
        "event_type": {kind.type: kind.type for kind in kinds},
        "sub_event_type": {kind.sub_type: f"{kind.type}: {kind.sub_type}" for kind in kinds},
        "modality": {str(modality): label for modality, label in MODALITIES.items()},
        "geo_method": {str(method): label for method, label in METHODS.items()},
        "geo_precision": GEO_PRECISIONS,
        "time_precision": TIME_PRECISIONS,
        "where_prec": UCDP_PRECISIONS,
    }
    column = layer.columns.named(name)
    if name not in fixed or column is None:
        return {}
    held = {text: text for text in column.values if isinstance(text, str)}  # types of the user's own
    return {**fixed[name], **{value: label for value, label in sorted(held.items()) if value not in fixed[name]}}


def _add_editable(parent: Element, layer: Layer, names: Sequence[str]) -> None:
    """Let only those columns be edited whose edits are carried over; everything else follows from them or from the text."""
    editable = child(parent, "editable")
    child(editable, "field", name="fid", editable="0")
    for name in names:
        child(editable, "field", name=name, editable=str(int(layer.name == "events" and name in EDITABLE)))


def _add_tabs(parent: Element, layer: str, names: Sequence[str]) -> None:
    form = child(parent, "attributeEditorForm")
    for title, wanted in _TABS[layer]:
        tab = _tab(form, title)
        for name in wanted:
            if name in names:
                child(tab, "attributeEditorField", name=name, index=str(names.index(name) + 1), showLabel="1")
    for relation in RELATIONS:
        if relation.parent == layer:
            _add_related(_tab(form, relation.title), relation)


def _tab(form: Element, title: str) -> Element:
    return child(
        form,
        "attributeEditorContainer",
        name=title,
        groupBox="0",
        columnCount="1",
        showLabel="1",
        visibilityExpressionEnabled="0",
        visibilityExpression="",
    )


def _add_related(tab: Element, relation: Relation) -> None:
    editor = child(
        tab,
        "attributeEditorRelation",
        name=relation.id,
        relation=relation.id,
        label=relation.title,
        showLabel="0",
        forceSuppressFormPopup="0",
        relationWidgetTypeId="relation_editor",
        nmRelationId="",
    )
    configuration = child(editor, "editor_configuration", type="Map")
    value_option(configuration, "buttons", "AllButtons")
