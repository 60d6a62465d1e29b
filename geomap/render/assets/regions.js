// Events per region: areas shaded by number, and the same as a table; both follow time and filters.
(function (geomap) {
  "use strict";

  const { el, t, foreign } = geomap;
  const CLASSES = 5;

  // Bounds of classes from 1 to the most, each about as many times the one before.
  function boundsOf(most) {
    const steps = Array.from({ length: CLASSES }, (_, step) => (most > CLASSES ? Math.round(most ** (step / CLASSES)) : Math.min(most, step + 1)));
    return [...new Set(steps)];
  }

  class Regions {
    constructor(map, model) {
      this.map = map;
      this.model = model;
      this.known = model.regions.name.map((name, row) => ({ name, row, country: model.regions.country[row] }));
      map.createPane("regions").style.zIndex = "342";
      this.renderer = L.svg({ padding: 0.5, pane: "regions" });
      this.layers = L.layerGroup();
      this.body = el("tbody");
      this.node = el("div.gm-regions", {}, el("p", {}, t("regions.note")),
        el("table", {}, el("caption.gm-hidden", {}, t("regions.caption")),
          el("thead", {}, el("tr", {}, ["regions.name", "regions.events", "regions.killed"].map((key) => el("th", { scope: "col" }, t(key))))), this.body));
    }

    show(events) {
      const { deaths, events: { region } } = this.model;
      this.counts = new Uint32Array(this.known.length + 1); // the last is of no region
      this.killed = new Uint32Array(this.known.length + 1);
      this.shown = events;
      for (const event of events) {
        const row = region[event] ?? this.known.length;
        this.counts[row] += 1;
        this.killed[row] += Math.max(0, deaths[event]);
      }
      this.stale = true;
      this.draw();
    }

    activate(on) {
      this.active = on;
      if (on) this.layers.addTo(this.map);
      else this.layers.remove();
      this.draw();
    }

    draw() {
      if (this.stale && this.node.isConnected && !this.node.parentNode.hidden) this.fill();
      if (this.active && this.counts) this.shade();
    }

    fill() {
      this.stale = false;
      const rows = this.known.filter(({ row }) => this.counts[row]).sort((a, b) => this.counts[b.row] - this.counts[a.row] || a.row - b.row);
      const line = (head, row) => el("tr", {}, el("th", { scope: "row" }, head), el("td", {}, geomap.number(this.counts[row])), el("td", {}, this.killed[row] ? geomap.number(this.killed[row]) : "–"));
      const shown = rows.map((region) => line(this.button(region), region.row));
      if (this.counts[this.known.length]) shown.push(line(t("regions.none"), this.known.length));
      this.body.replaceChildren(...shown);
    }

    button(region) {
      const click = (event) => {
        if (this.onChoose) this.onChoose();
        this.map.fitBounds(this.layer(region).getBounds(), { padding: [30, 30], maxZoom: 9, animate: false });
        this.open(region, event.currentTarget);
      };
      return el("button.gm-link", { type: "button", click }, foreign(region.name), " ", el("small", {}, geomap.country(region.country)));
    }

    open(region, from) {
      const text = t("regions.said", { events: t("events.n", { n: this.counts[region.row] }), killed: this.killed[region.row] });
      geomap.dialog(this.map, this.layer(region).getBounds().getCenter(), { heading: foreign(region.name), label: region.name, from, body: [el("p.gm-properties", {}, text), this.listed(region)] });
    }

    // The events of a region that are shown, as a place lists its own.
    listed({ row }) {
      const { region } = this.model.events;
      const events = Array.from(this.shown).filter((event) => region[event] === row);
      return events.length && this.cards ? this.cards(events) : null;
    }

    layer(region) {
      if (!region.layer) {
        const rings = this.model.regions.outline[region.row].map((text) => geomap.pairs(geomap.decoded(text, 1000)));
        region.layer = L.polygon(rings, { pane: "regions", renderer: this.renderer, weight: 1, fillRule: "evenodd", className: "gm-region" });
        region.layer.on("click", () => this.open(region, this.map.getContainer()));
      }
      return region.layer;
    }

    shade() {
      const bounds = (this.bounds = boundsOf(this.counts.subarray(0, -1).reduce((high, count) => Math.max(high, count), 1)));
      for (const region of this.known) {
        const count = this.counts[region.row];
        const layer = this.layer(region);
        if (!count) this.layers.removeLayer(layer);
        else {
          this.layers.addLayer(layer);
          const step = bounds.filter((least) => count >= least).length + CLASSES - bounds.length;
          layer.getElement().setAttribute("class", "gm-region gm-region-" + step + " leaflet-interactive");
        }
      }
    }

    key() {
      const { bounds } = this;
      const label = (least, index) => {
        const most = index + 1 < bounds.length ? bounds[index + 1] - 1 : null;
        return geomap.number(least) + (most === null ? "+" : most > least ? "–" + geomap.number(most) : "");
      };
      return bounds.map((least, index) => el("span", {}, el("i.gm-region-" + (index + 1 + CLASSES - bounds.length)), label(least, index)));
    }
  }

  Object.assign(geomap, { Regions });
})((window.geomap = window.geomap || {}));
