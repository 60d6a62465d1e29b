// What goes to paper: every event that is shown, with its words and sources. The list beside the map holds only the rows in view.
(function (geomap) {
  "use strict";

  const { el, t, term, foreign } = geomap;
  const MOST = 2000; // events; more would be hundreds of pages

  function entry(model, event) {
    const { events, places } = model;
    const place = events.place[event];
    const [type, sub] = model.types[events.type[event]];
    const date = events.first[event] === null ? t("when.unknown") : geomap.days(events.first[event], events.last[event], geomap.LONG_DAY);
    const kind = sub && sub !== type ? term("sub", sub) : term("type", type);
    const facts = [foreign(kind, "span"), t("modality." + events.modality[event]), geomap.tollText(geomap.toll(model, events.toll[event])), el("span", {}, geomap.precision(model, place))];
    return el("article.gm-paper-event", {},
      el("h3", {}, geomap.placeName(model, place), " · ", date),
      el("p", {}, facts.filter(Boolean).map((fact, at) => [at ? " · " : "", fact])),
      el("ol", {}, geomap.evidenceOf(model, event).map((row) => geomap.report(model, row, places.zone[place], null))));
  }

  // Fills `node` when the page is printed, in the order of `events()`, and empties it afterwards.
  function paper(model, events) {
    const node = el("section.gm-paper", { "aria-label": t("tab.events") });
    const root = document.getElementById("geomap");
    window.addEventListener("beforeprint", () => {
      const shown = events();
      const left = shown.length - MOST;
      node.replaceChildren(el("h2", {}, t("events.n", { n: shown.length })), ...Array.from(shown.slice(0, MOST), (event) => entry(model, event)),
        left > 0 ? el("p", {}, t("print.left", { n: left })) : "");
      root.classList.add("gm-printing");
    });
    window.addEventListener("afterprint", () => {
      node.replaceChildren();
      root.classList.remove("gm-printing");
    });
    return node;
  }

  Object.assign(geomap, { paper });
})((window.geomap = window.geomap || {}));
