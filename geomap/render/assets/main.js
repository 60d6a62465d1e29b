// Puts the page together. `geomap.open` gives the Leaflet map at once, so that folium's own layers can be added to it.
(function (geomap) {
  "use strict";

  const { el, t } = geomap;
  const WORLD = [[-58, -170], [78, 178]];
  const BLOCKS = ["texts", "basemap", "extras", "data", "streets", "atlas"];
  const FIRST_ZOOM = 8.5; // no nearer at first than a town with its surroundings

  // The room around the events in the first view: above and to the right buttons have their place, below the note of events outside it.
  function room(map) {
    const { x, y } = map.getSize();
    return { paddingTopLeft: [Math.min(50, x / 10), Math.min(68, y / 5)], paddingBottomRight: [Math.min(72, x / 5), Math.min(95, y / 4)] };
  }

  function open(id) {
    const map = L.map(id, { zoomControl: false, attributionControl: false, minZoom: 1, maxZoom: 14, worldCopyJump: true, zoomSnap: 0.5 });
    map.fitBounds(WORLD);
    geomap.ready = Promise.all(BLOCKS.map(geomap.block)).then((blocks) => start(map, ...blocks));
    geomap.ready.catch(failed);
    return map;
  }

  // A browser too old for the page says so instead of staying empty; the error itself stands in the console.
  function failed() {
    const note = document.getElementById("geomap").dataset.failed;
    document.querySelector(".gm-head").append(el("p.gm-failed", { role: "alert" }, note));
  }

  function start(map, texts, basemap, extras, data, tiles, atlas) {
    geomap.setTexts(texts, document.documentElement.lang || "en");
    const reduced = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (reduced) calm(map);
    addPanes(map);
    const model = geomap.load(data);
    const filters = new geomap.Filters(model);
    const markers = new geomap.Markers(map, model, filters);
    const own = new geomap.Overlays(map, extras.overlays, filters);
    const names = new geomap.Names(map, basemap.labels, geomap.language());
    const drawn = geomap.prepared(basemap);
    names.keepOff(drawn);
    if (atlas) names.around(new geomap.Atlas(atlas));
    const views = new geomap.Views(map, model, filters, markers);
    views.parts.regions.cards = (events) => markers.cards(events, false);
    addControls(map, markers);
    geomap.share.publish(extras.public);
    const streets = tiles && geomap.streets(tiles, names);
    const ground = new geomap.Ground(map, { tiles: extras.tiles, streets });
    const panel = new geomap.Panel(model, filters, { own, regions: views.parts.regions, map, ground }, (event, from) => reveal(markers, model, event, from));
    const timeline = new geomap.Timeline(model, filters);
    arrange(map, model, filters, panel, timeline);
    const outside = outsideNotice(map, markers);
    markers.controls = () => {
      outside();
      return names.controls();
    };
    markers.nameCountries = (taken) => names.nameCountries(taken, markers.within.countries);
    markers.onDraw = (boxes) => names.place(boxes);
    filters.onChange((shown) => {
      views.show(shown);
      panel.show(shown, model.standing);
      timeline.follow();
    });
    const state = geomap.share.read(location.hash);
    ground.adopt(state.drawn);
    firstView(map, markers, own, state.at);
    // Once the view is known: what is drawn before would be drawn in vain. It lies beneath all else, in a picture of the map too.
    map.getPane("tilePane").prepend(geomap.basemap(drawn).addTo(map).getContainer());
    adopt(filters, timeline, state);
    panel.adopt(state);
    remember({ map, filters, panel, ground }, markers, model);
    map.invalidateSize({ animate: false }); // the time line has its words now, and with them its height
    const opened = state.event ? model.events.id.indexOf(state.event) : -1;
    if (opened >= 0) reveal(markers, model, opened, panel.list.node, Boolean(state.at));
    document.getElementById("geomap").classList.add("gm-ready");
    return { map, model, filters, markers, panel, timeline, views, ground };
  }

  // For readers who want less motion: the map steps and does not glide.
  function calm(map) {
    Object.assign(map.options, { zoomAnimation: false, fadeAnimation: false, inertia: false });
    map.panBy = (offset, options) => L.Map.prototype.panBy.call(map, offset, { ...options, animate: false });
  }

  function addPanes(map) {
    map.createPane("areas").style.zIndex = "350";
    map.getPane("areas").style.pointerEvents = "none";
  }

  function addControls(map, markers) {
    const button = (label, text, click) => el("button", { type: "button", "aria-label": label, title: label, click }, text);
    const Controls = L.Control.extend({
      onAdd: () => {
        const node = el("div.gm-zoom", {},
          button(t("zoom.in"), "+", () => map.zoomIn()),
          button(t("zoom.out"), "−", () => map.zoomOut()),
          button(t("zoom.all"), "⤢", () => showAll(map, markers)));
        L.DomEvent.disableClickPropagation(node);
        return node;
      },
    });
    new Controls({ position: "topright" }).addTo(map);
    L.control.scale({ position: "bottomright", maxWidth: 120 }).addTo(map);
    map.getContainer().setAttribute("aria-label", t("map"));
    map.getContainer().setAttribute("role", "application");
    map.getContainer().append(el("p.gm-credit", {}, t("credit")));
  }

  // The panel stands before the map in the order of reading, so that the list is reached first.
  function arrange(map, model, filters, panel, timeline) {
    const root = document.getElementById("geomap");
    const main = root.querySelector(".gm-main");
    root.querySelector(".gm-head").append(el("p.gm-sub", {}, subtitle(model)));
    if (model.changes) root.querySelector(".gm-head").append(geomap.changesStrip(model, filters));
    if (!model.made.titled) nameAfterCountry(model);
    root.insertBefore(panel.node, main);
    root.append(timeline.node, geomap.paper(model, () => panel.list.events));
    if (geomap.embedded) embed(map, root, model);
    map.invalidateSize({ animate: false });
    new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(main);
  }

  // In the frame of another site: map and time line, and a way to the whole.
  function embed(map, root, model) {
    root.classList.add("gm-embed");
    const whole = el("a.gm-whole", { target: "_blank", rel: "noopener", href: "#" }, t("embed.whole"));
    for (const name of ["focus", "pointerdown"]) whole.addEventListener(name, () => whole.setAttribute("href", geomap.wholeAddress()));
    L.DomEvent.disableClickPropagation(whole);
    map.getContainer().append(whole);
    geomap.scrollArticle(map);
    root.append(geomap.typeStrip(model));
  }

  // A page without a title of its own is named after the country where most of its events are.
  function nameAfterCountry(model) {
    const counts = new Map();
    for (const place of model.events.place) {
      const code = model.places.country[place];
      if (code) counts.set(code, (counts.get(code) || 0) + 1);
    }
    const [code, count] = [...counts].sort((a, b) => b[1] - a[1])[0] || ["", 0];
    if (count <= model.count / 2) return;
    const title = t("title.in", { country: geomap.country(code) });
    document.querySelector(".gm-head h1").replaceChildren(title);
    document.title = title;
  }

  function subtitle(model) {
    const least = (days) => days.reduce((low, day) => (day !== null && day < low ? day : low), Infinity);
    const most = (days) => days.reduce((high, day) => (day !== null && day > high ? day : high), -Infinity);
    const first = least(model.events.first);
    const parts = [t("events.n", { n: model.standing })];
    if (first < Infinity) parts.push(geomap.days(first, most(model.events.last)));
    if (model.made.newest !== null) parts.push(t("made.newest", { time: geomap.published(model.made.newest, model.made.newest_precision) }));
    return parts.join(" · ");
  }

  function firstView(map, markers, own, at) {
    const bounds = markers.model.spots.length ? markers.mainBounds() : own.bounds();
    if (at && Math.abs(at[1]) <= 90) map.setView([at[1], at[2]], Math.max(1, Math.min(map.getMaxZoom(), at[0])), { animate: false });
    else if (bounds.isValid()) map.fitBounds(bounds, { ...room(map), maxZoom: FIRST_ZOOM, animate: false });
  }

  function showAll(map, markers) {
    const bounds = markers.bounds();
    if (bounds.isValid()) map.fitBounds(bounds, { ...room(map), maxZoom: FIRST_ZOOM });
  }

  // Says how many events the view leaves out and, where they are few, at which places; and leads to them.
  function outsideNotice(map, markers) {
    const button = el("button.gm-outside", { type: "button", click: () => showAll(map, markers) });
    L.DomEvent.disableClickPropagation(button);
    map.getContainer().append(button);
    let told = "";
    return () => {
      const { outside: count, names } = markers.within;
      const telling = [count, markers.active, ...names].join("\n");
      if (telling === told) return;
      told = telling;
      button.hidden = count === 0 || !markers.active;
      button.replaceChildren(t("outside", { n: count }), names.length ? ": " : "", ...names.flatMap((name, at) => [at ? ", " : "", geomap.foreign(name)]));
    };
  }

  function adopt(filters, timeline, state) {
    for (const name of Object.keys(state)) if (name in filters && name !== "window") filters[name] = state[name];
    timeline.adopt(state);
    filters.change({});
  }

  // An event without a place has no point to open at: its card stands over the page.
  function reveal(markers, model, event, from, still) {
    if (markers.reveal(event, from, still)) return;
    markers.onOpen(model.events.id[event]);
    const close_ = (close) => {
      close.target.remove();
      markers.onOpen(null);
    };
    const dialog = el("dialog.gm-modal", { "aria-label": geomap.headline(model, event), close: close_ },
      el("button.gm-close", { type: "button", "aria-label": t("close"), click: () => dialog.close() }, "×"), geomap.card(model, event, 2));
    document.getElementById("geomap").append(dialog);
    dialog.showModal();
  }

  // Keeps the address, and Escape closes what is open.
  function remember(parts, markers, model) {
    const { map, filters, panel, ground } = parts;
    let opened = null;
    const values = () => geomap.share.written(parts, opened);
    // Browsers refuse too many changes of an address, and playing makes many.
    let waiting = null;
    const write = () => {
      window.clearTimeout(waiting);
      waiting = window.setTimeout(() => geomap.share.keep(values(), ground.kept), 250);
    };
    geomap.share.follow(values);
    for (const part of [filters, panel, ground]) part.onChange(write);
    map.on("moveend", write);
    markers.onOpen = (id) => {
      opened = id;
      if (id) panel.list.mark(model.events.id.indexOf(id));
      write();
    };
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") map.closePopup();
    });
  }

  Object.assign(geomap, { open });
})((window.geomap = window.geomap || {}));
