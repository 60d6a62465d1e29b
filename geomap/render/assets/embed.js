// In the frame of another site: the wheel scrolls the article, and what the symbols mean stands below the map.
(function (geomap) {
  "use strict";

  const { el, t, term, foreign } = geomap;
  const HINT_MS = 1500;
  const MOST_TYPES = 8; // more would take the map's room

  // With Ctrl (or the key of the Mac) the wheel zooms; without, a word says so and the article scrolls.
  function scrollArticle(map) {
    const node = map.getContainer();
    const hint = el("p.gm-wheel", { "aria-hidden": "true", hidden: true }, t("embed.wheel"));
    let waiting = null;
    node.append(hint);
    map.scrollWheelZoom.disable();
    node.addEventListener("wheel", (event) => {
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault(); // else the browser would enlarge the whole page
        map.setZoomAround(map.mouseEventToContainerPoint(event), map.getZoom() - Math.sign(event.deltaY) * 0.5);
        return;
      }
      if (event.target.closest(".leaflet-popup")) return;
      hint.hidden = false;
      window.clearTimeout(waiting);
      waiting = window.setTimeout(() => (hint.hidden = true), HINT_MS);
    }, { passive: false });
  }

  function typeStrip(model) {
    const types = model.mainTypes.slice(0, MOST_TYPES).map((type) => el("li", {}, geomap.symbol(type, 14), " ", foreign(term("type", type))));
    return el("footer.gm-strip", {}, el("ul", { "aria-label": t("legend") }, types), geomap.sandboxNote());
  }

  Object.assign(geomap, { scrollArticle, typeStrip });
})((window.geomap = window.geomap || {}));
