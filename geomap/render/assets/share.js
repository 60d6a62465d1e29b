// What the reader sees, kept in the address behind #, so that a copied address opens the same view.
(function (geomap) {
  "use strict";

  const DAY = 1440; // minutes
  const SETS = { t: "hiddenTypes", d: "hiddenDays", s: "hiddenSources", p: "hiddenPrecisions", m: "hiddenModalities", o: "hiddenOverlays", u: "hiddenSubTypes", a: "hiddenActors", r: "hiddenRegions" };
  const CLOCKS = ["local", "utc", "post"];
  const VIEWS = ["symbols", "heat", "regions"];
  const MODES = { growing: "cumulative" };
  const PANELS = ["events", "layers", "regions", "about"];
  const USUAL = [["clock", "basis", "local"], ["view", "view", "symbols"], ["size", "size", "same"]];
  const SIZES = ["same", "number", "toll"];
  const SORTS = ["oldest", "newest", "place"];
  const { el, t } = geomap;
  let publicAddress = null;
  let current = () => new URLSearchParams();

  // What is as the page opens by itself is not written.
  function written({ map, filters, panel, ground }, opened) {
    const values = new URLSearchParams();
    const { lat, lng } = map.getCenter();
    values.set("at", [map.getZoom(), lat.toFixed(3), lng.toFixed(3)].join(","));
    geomap.writeChanges(values, filters.hiddenChanges);
    for (const [key, name] of Object.entries(SETS)) for (const value of filters[name]) values.append("no" + key, String(value));
    if (filters.query) values.set("q", filters.query);
    if (filters.surest) values.set("sure", String(filters.surest));
    if (filters.deaths) values.set("deaths", String(filters.deaths));
    for (const [key, name, usual] of USUAL) if (filters[name] !== usual) values.set(key, filters[name]);
    if (filters.window) values.set("time", filters.window.join(","));
    if (filters.mode !== "window") values.set("mode", "growing");
    if (filters.step !== DAY) values.set("step", String(filters.step));
    if (ground.drawn) values.set("base", "drawn");
    if (panel.tab !== "events") values.set("panel", panel.tab);
    if (panel.sort !== "oldest") values.set("sort", panel.sort);
    if (embedded) values.set("embed", "1");
    if (opened) values.set("event", opened);
    return values;
  }

  // Reads an address; whatever in it makes no sense is left out.
  function read(text) {
    const values = new URLSearchParams(text.replace(/^#/, ""));
    const numbers = (key, count) => {
      const found = (values.get(key) || "").split(",").map(Number);
      return found.length === count && found.every(Number.isFinite) ? found : null;
    };
    const one = (key, known) => (known.includes(values.get(key)) ? values.get(key) : known[0]);
    const state = {
      at: numbers("at", 3), window: numbers("time", 2), event: values.get("event"), query: (values.get("q") || "").slice(0, 200),
      surest: Number(values.get("sure")) || 0, deaths: Number(values.get("deaths")) || 0,
      basis: one("clock", CLOCKS), view: one("view", VIEWS), size: one("size", SIZES), mode: MODES[values.get("mode")] || "window", step: Number(values.get("step")) || DAY,
      drawn: values.get("base") === "drawn", tab: one("panel", PANELS), sort: one("sort", SORTS),
    };
    if (values.has("changes")) state.hiddenChanges = geomap.changesNamed(values.get("changes"));
    for (const [key, name] of Object.entries(SETS)) {
      state[name] = new Set(values.getAll("no" + key).map((value) => (key === "d" && value !== geomap.NO_DAY ? Number(value) : value)));
    }
    return state;
  }

  // Pages inside a notebook's frame have no address of their own; there the view is simply not kept. A base map online is kept beside
  // the address: loading the page anew shows it again, a copied address asks no server for anything.
  function keep(values, online) {
    try {
      history.replaceState({ online }, "", "#" + values);
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
    }
  }

  function follow(make) {
    current = make;
  }

  // Where the page is published, if its maker said so, else where it was opened.
  function home() {
    return (publicAddress || location.href).replace(/[?#].*$/, "");
  }

  function addressOf(event) {
    const values = current();
    values.set("event", event);
    values.delete("embed");
    return home() + "#" + values;
  }

  // For other sites: the map and its time line alone. None for a page that only stands on a disk.
  function embedCode() {
    if (!/^https?:/.test(home())) return null;
    const values = current();
    values.set("embed", "1");
    return new XMLSerializer().serializeToString(el("iframe", { src: home() + "#" + values, title: document.title, width: "100%", height: "600", loading: "lazy" })).replace(/ xmlns="[^"]*"/, "");
  }

  function wholeAddress() {
    const values = current();
    values.delete("embed");
    return home() + "#" + values;
  }

  function copy(text, label, button) {
    const done = () => button.replaceChildren(t("copy.done"));
    const offered = () => geomap.offer(label, text, button);
    if (navigator.clipboard) navigator.clipboard.writeText(text).then(done, offered);
    else offered();
  }

  function publish(address) {
    publicAddress = address;
  }

  const embedded = /[#&?]embed\b/.test(location.hash + location.search);

  Object.assign(geomap, { share: { written, read, keep, follow, publish }, addressOf, wholeAddress, embedCode, embedded, copy });
})((window.geomap = window.geomap || {}));
