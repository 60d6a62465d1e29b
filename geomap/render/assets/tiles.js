// Base maps online: offered only where the page itself came over http, and asked for nothing until the reader chooses one.
(function (geomap) {
  "use strict";

  const { el, t, foreign } = geomap;

  // Gives null where there is nothing to choose. The drawn map stays beneath, for what does not load.
  function tileChoice(map, tiles) {
    if (!tiles.length || !/^https?:$/.test(location.protocol)) return null;
    const credit = map.getContainer().querySelector(".gm-credit");
    let layer = null;
    const choose = (index) => {
      if (layer) layer.remove();
      const chosen = tiles[index];
      // Without a Referer OpenStreetMap's server refuses; the page itself sends none.
      layer = chosen ? L.tileLayer(chosen.address, { referrerPolicy: "strict-origin-when-cross-origin", zIndex: 2, maxZoom: 19 }).addTo(map) : null;
      map.getContainer().classList.toggle("gm-online", Boolean(chosen));
      map.setMaxZoom(chosen ? 19 : 14);
      credit.replaceChildren(t("credit"), chosen ? " · " : "", chosen ? foreign(chosen.credit) : "");
    };
    const option = (value, label) => el("option", { value }, label);
    const input = el("select", { change: (event) => choose(event.target.value) }, option("", t("tiles.drawn")), tiles.map(({ name }, index) => option(index, name)));
    return el("section.gm-tiles", {}, el("label.gm-select", {}, el("h2", {}, t("tiles")), input), el("p", {}, t("tiles.note")));
  }

  Object.assign(geomap, { tileChoice });
})((window.geomap = window.geomap || {}));
