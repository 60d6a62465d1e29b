// Layers of the page's maker, from their own GeoJSON: under the events, each with its colour; a click shows what a feature bears.
(function (geomap) {
  "use strict";

  const { el, svg, t, foreign } = geomap;
  const COLOURS = ["#0b6e99", "#a2390f", "#5b3fa0", "#2f6b1f", "#9c1f63", "#6b5a00"]; // apart from each other on both grounds
  const NAMES = ["name", "Name", "NAME", "title", "Title"]; // what names a feature
  const LISTED = 200;

  const colourOf = (index) => COLOURS[index % COLOURS.length];
  const swatch = (index) => svg("svg", { viewBox: "0 0 18 18", width: 18, height: 18, "aria-hidden": "true", focusable: "false" },
    svg("rect", { x: 2, y: 4, width: 14, height: 10, rx: 2, fill: colourOf(index), "fill-opacity": 0.3, stroke: colourOf(index), "stroke-width": 2 }));

  class Overlays {
    constructor(map, data, filters) {
      this.map = map;
      this.filters = filters;
      this.overlays = data;
      map.createPane("overlays").style.zIndex = "345";
      this.renderer = L.canvas({ padding: 0.3, pane: "overlays", tolerance: 6 });
      this.layers = data.map((overlay, index) => this.layer(overlay, index));
      filters.onChange(() => this.sync());
    }

    layer({ features }, index) {
      const colour = colourOf(index);
      const style = { pane: "overlays", renderer: this.renderer, color: colour, weight: 2.5, opacity: 0.9, fillColor: colour, fillOpacity: 0.15 };
      const collection = features.map(([geometry, properties]) => ({ type: "Feature", geometry, properties }));
      return L.geoJSON(collection, {
        style,
        pointToLayer: (feature, at) => L.circleMarker(at, { ...style, radius: 6, weight: 1.5, fillOpacity: 0.7 }),
        onEachFeature: (feature, drawn) => drawn.on("click", (click) => {
          L.DomEvent.stopPropagation(click);
          this.open(feature, index, click.latlng, this.map.getContainer());
        }),
      });
    }

    sync() {
      this.layers.forEach((layer, index) => {
        const shown = !this.filters.hiddenOverlays.has(String(index));
        if (shown && !this.map.hasLayer(layer)) layer.addTo(this.map);
        if (!shown) layer.remove();
      });
    }

    open({ properties }, index, at, from) {
      const rows = Object.entries(properties).map(([name, value]) => [el("dt", {}, foreign(name)), el("dd", {}, foreign(value))]);
      const name = this.nameOf(properties, index);
      geomap.dialog(this.map, at, { heading: foreign(name), label: name, from,
        body: rows.length ? el("dl.gm-facts.gm-properties", {}, rows) : el("p.gm-properties", {}, t("overlay.bare")) });
    }

    nameOf(properties, index) {
      const key = NAMES.find((name) => typeof properties[name] === "string" && properties[name].trim());
      return key ? properties[key] : this.overlays[index].name;
    }

    // Layers as the tree lists them, and their features as buttons, so that the keyboard reaches each.
    rows() {
      return this.overlays.map(({ name, features }, index) => [String(index), name, features.length, swatch(index)]);
    }

    listed() {
      return this.overlays.map(({ name, features }, index) => el("details.gm-group.gm-features", {},
        el("summary", {}, foreign(t("overlay.features", { name }))),
        el("ul", {}, features.slice(0, LISTED).map(([geometry, properties], row) => el("li", {}, this.button(geometry, properties, index, row)))),
        features.length > LISTED ? el("p", {}, t("overlay.more", { n: features.length - LISTED })) : null));
    }

    button(geometry, properties, index, row) {
      const click = (event) => {
        const bounds = L.geoJSON(geometry).getBounds();
        if (this.filters.hiddenOverlays.has(String(index))) this.filters.toggle("hiddenOverlays", String(index), true);
        this.map.fitBounds(bounds, { padding: [60, 60], maxZoom: 10, animate: false });
        this.open({ properties }, index, anchor(geometry, bounds), event.currentTarget);
      };
      return el("button.gm-small", { type: "button", click }, geomap.number(row + 1), " ", foreign(this.nameOf(properties, index)));
    }

    bounds() {
      return this.layers.reduce((all, layer) => all.extend(layer.getBounds()), L.latLngBounds([]));
    }
  }

  // A point on a line, the middle of an area.
  function anchor({ type, coordinates }, bounds) {
    if (type.endsWith("Polygon") || !coordinates) return bounds.getCenter();
    const flat = coordinates.flat(Infinity);
    const middle = 2 * (flat.length >> 2);
    return [flat[middle + 1], flat[middle]];
  }

  Object.assign(geomap, { Overlays });
})((window.geomap = window.geomap || {}));
