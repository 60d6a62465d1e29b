// What lies under the events: the drawn map, streets that the page bears, or base maps online. Those are offered only where the page
// itself came over http, and asked for nothing until the reader chooses one.
(function (geomap) {
  "use strict";

  const { el, t, foreign } = geomap;

  const NEAREST = { drawn: 14, online: 19 };

  class Ground {
    constructor(map, { tiles, streets }) {
      this.map = map;
      this.streets = streets;
      this.online = /^https?:$/.test(location.protocol) ? tiles : [];
      this.credit = map.getContainer().querySelector(".gm-credit");
      this.layer = null;
      this.chosen = "";
      this.listeners = [];
      const names = [["drawn", t("tiles.drawn")], ...(streets ? [["streets", t("tiles.streets", { name: streets.name })]] : [])];
      this.input = el("select", { change: (event) => this.choose(event.target.value) },
        names.map(([value, label]) => el("option", { value }, label)), this.online.map(({ name }, index) => el("option", { value: index }, name)));
      // The drawn map stays beneath, for what does not load. Null where there is nothing to choose.
      this.node = this.input.options.length > 1
        ? el("section.gm-tiles", {}, el("label.gm-select", {}, el("h2", {}, t("tiles")), this.input),
          streets ? el("p", {}, streets.reach()) : null, this.online.length ? el("p", {}, t("tiles.note")) : null)
        : null;
    }

    get drawn() {
      return Boolean(this.streets) && this.chosen !== "streets";
    }

    onChange(listener) {
      this.listeners.push(listener);
    }

    // Before the first view is set: how near one may come depends on it.
    adopt(drawn) {
      const online = history.state && history.state.online;
      const kept = this.online.findIndex(({ address }) => address === online);
      this.choose(kept >= 0 ? String(kept) : this.streets && !drawn ? "streets" : "drawn");
    }

    get kept() {
      return this.online[this.chosen] ? this.online[this.chosen].address : null;
    }

    choose(value) {
      if (this.layer) this.layer.remove();
      const chosen = this.online[value];
      const streets = value === "streets" ? this.streets : null;
      [this.chosen, this.input.value] = [value, value];
      // Without a Referer OpenStreetMap's server refuses; the page itself sends none.
      this.layer = chosen ? L.tileLayer(chosen.address, { referrerPolicy: "strict-origin-when-cross-origin", zIndex: 2, maxZoom: 19 }) : streets && streets.layer;
      if (this.layer) this.layer.addTo(this.map);
      this.map.getContainer().classList.toggle("gm-online", Boolean(chosen || (streets && streets.named)));
      this.map.setMaxZoom(chosen ? NEAREST.online : streets ? Math.max(NEAREST.drawn, streets.nearest) : NEAREST.drawn);
      const credit = chosen ? chosen.credit : streets ? streets.credit : "";
      this.credit.replaceChildren(t("credit"), credit ? " · " : "", credit ? foreign(credit) : "");
      for (const listener of this.listeners) listener();
    }
  }

  Object.assign(geomap, { Ground });
})((window.geomap = window.geomap || {}));
