// Three ways to see the same events: as symbols, as warmth, by region.
(function (geomap) {
  "use strict";

  const { el, t } = geomap;
  const NAMES = ["symbols", "heat", "regions"];

  class Views {
    constructor(map, model, filters, markers) {
      this.map = map;
      this.filters = filters;
      this.parts = { symbols: markers, heat: new geomap.Heat(map, model), regions: new geomap.Regions(map, model) };
      this.names = model.regions.name.length ? NAMES : NAMES.slice(0, 2);
      this.parts.regions.onChoose = () => filters.change({ view: "regions" });
      this.key = el("p.gm-key");
      map.getContainer().append(this.key);
      this.buttons = this.names.map((name) => el("button", { type: "button", "data-view": name, click: () => filters.change({ view: name }) }, t("view." + name)));
      const node = el("div.gm-views", { role: "group", "aria-label": t("view") }, this.buttons);
      L.DomEvent.disableClickPropagation(node);
      const Control = L.Control.extend({ onAdd: () => node });
      new Control({ position: "topleft" }).addTo(map);
    }

    show(events) {
      const view = this.names.includes(this.filters.view) ? this.filters.view : "symbols";
      if (view !== this.view) this.change(view);
      this.parts.regions.show(events); // their table stands beside every view
      if (view === "heat") this.parts.heat.show(events);
      const key = { symbols: () => geomap.sizeKey(this.filters.size), heat: () => [t("view.few"), el("i.gm-warmth"), t("view.many")], regions: () => this.parts.regions.key() }[view]();
      this.key.replaceChildren(...key);
      this.key.hidden = key.length === 0;
      this.parts.symbols.show(events); // last: names keep clear of the key
    }

    change(view) {
      this.view = view;
      this.map.closePopup();
      const { classList } = this.map.getContainer();
      for (const name of NAMES) {
        classList.toggle("gm-view-" + name, name === view);
        this.parts[name].activate(name === view);
      }
      this.buttons.forEach((button, index) => button.setAttribute("aria-pressed", String(this.names[index] === view)));
    }
  }

  Object.assign(geomap, { Views });
})((window.geomap = window.geomap || {}));
