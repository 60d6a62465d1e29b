// Events on the map: symbols for places, outlines and circles for areas, groups that open.
(function (geomap) {
  "use strict";

  const { el, t, term, foreign } = geomap;
  const OPEN_UP_TO = 3; // of so few events at a place the first stands open
  const MAX_CARDS = 100;
  const MOST_TOLD_APART = 20000; // events
  const MAIN_SHARE = 0.6; // of the events that one part of the world must hold to be shown first
  const MOST_SORTED = 50000; // events whose middle is looked for
  const FAR = 16; // degrees around the middle of the events that count as one part of the world
  const WIDEST = 6; // degrees of latitude that one region may open the first view to
  const CLEAR_FROM = 300; // pixels above which a circle would only tint what is seen
  const CIRCLE_FROM = 12; // pixels below which a precision circle hides under its symbol

  const eventOrder = (model) => (a, b) => (model.events.start[a] ?? 1e15) - (model.events.start[b] ?? 1e15) || a - b;

  // Leaflet moves each marker in three dimensions, for which browsers give each a surface of its own; a hundred of them are dear to lay together.
  const FlatMarker = L.Marker.extend({
    _setPos({ x, y }) {
      this._icon.style.transform = "translate(" + x + "px," + y + "px)";
      this._zIndex = y + this.options.zIndexOffset;
      this._resetZIndex();
    },
  });

  class Markers {
    constructor(map, model, filters) {
      this.map = map;
      this.filters = filters;
      this.model = model;
      this.grouping = new geomap.Grouping(model);
      this.room = new geomap.Room(model);
      this.drawn = new Map();
      this.markers = L.layerGroup().addTo(map);
      this.renderer = L.svg({ padding: 0.5, pane: "areas" });
      this.areas = L.layerGroup().addTo(map);
      map.on("moveend", () => this.draw());
    }

    show(events) {
      this.shown = events;
      this.grouping.show(events);
      this.draw();
    }

    activate(on) {
      this.active = on;
    }

    draw() {
      if (!this.shown) return;
      this.within = this.grouping.within(this.map.getBounds());
      const controls = this.controls ? this.controls() : [];
      if (!this.active) {
        if (this.nameCountries) this.nameCountries(controls);
        if (this.onDraw) this.onDraw(controls);
        return;
      }
      const view = this.view();
      const groups = this.grouping.groups(view);
      for (const group of groups) group.half = this.sizeOf(group) / 2;
      const named = this.nameCountries ? this.nameCountries([...controls, ...this.room.symbols(groups)]) : [];
      this.room.arrange(groups, view, [...controls, ...named]);
      this.drawAreas(groups);
      this.exchange(new Map(groups.map((group) => [this.keyOf(group), group])));
      if (this.onDraw) this.onDraw([...controls, ...this.room.boxes(groups)]);
    }

    // Gives the keyboard back to a symbol that was drawn anew.
    hold(spot) {
      const icon = this.iconAt(spot);
      if (icon) icon.focus({ preventScroll: true });
    }

    // What a marker shows.
    keyOf(group) {
      return this.filters.size + group.key;
    }

    groupAt(spot) {
      return [...this.wanted.values()].find((group) => group.spot.id === spot);
    }

    // The symbol or box that stands at a spot now: a map that moves may have drawn it anew.
    iconAt(spot) {
      const found = [...this.wanted].find(([, group]) => group.spot.id === spot);
      return found ? this.drawn.get(found[0]).getElement().firstChild : null;
    }

    // Markers that are no longer wanted stand for others: to fill one anew is cheaper than to make it, and to recount a ring that stays
    // where it is cheaper still.
    exchange(wanted) {
      this.wanted = wanted;
      const held = document.activeElement.closest(".gm-dot, .gm-chip");
      const spare = new Map();
      for (const [key, marker] of this.drawn) {
        if (wanted.has(key)) continue;
        this.drawn.delete(key);
        spare.set(marker.group.spot.id, marker);
      }
      const fresh = [];
      for (const [key, group] of wanted) {
        if (this.drawn.has(key)) continue;
        const same = spare.get(group.spot.id);
        if (same && this.recount(same, group)) {
          spare.delete(group.spot.id);
          this.drawn.set(key, same);
        } else fresh.push([key, group]);
      }
      const rest = [...spare.values()];
      for (const [key, group] of fresh) this.drawn.set(key, rest.length ? this.filled(rest.pop(), group) : this.marker(group).addTo(this.markers));
      for (const marker of rest) this.markers.removeLayer(marker);
      if (held && !held.isConnected) this.hold(Number(held.dataset.spot));
    }

    // Writes new numbers into a ring of several places; false where anything else differs too.
    recount(marker, group) {
      const { group: before } = marker;
      const alike = before.size > 1 && group.size > 1 && before.half === group.half && !group.spot.area && !this.model.events.change;
      const icon = marker.getElement().firstChild;
      if (!alike || !geomap.recount(icon.querySelector("svg"), group.types)) return false;
      icon.dataset.count = group.count;
      icon.firstChild.replaceChildren(this.spoken(group));
      marker.group = group;
      return true;
    }

    // Where the map stands, and how many metres its pixels are.
    view() {
      const scale = 256 * 2 ** this.map.getZoom();
      return { size: this.map.getSize(), scale, corner: this.map.getPixelBounds().min, metre: (lat) => metresPerPixel(this.map, lat) };
    }

    marker(group) {
      const marker = new FlatMarker([group.spot.lat, group.spot.lon], {
        icon: L.divIcon({ html: this.icon(group), className: "gm-marker", iconSize: [0, 0] }),
        keyboard: false,
        interactive: false, // the button inside is
        autoPanOnFocus: false,
        zIndexOffset: depthOf(group),
      });
      return Object.assign(marker, { group });
    }

    filled(marker, group) {
      const icon = this.icon(group);
      marker.group = group;
      marker.options.zIndexOffset = depthOf(group);
      marker.options.icon.options.html = icon;
      marker.getElement().replaceChildren(icon);
      return marker.setLatLng([group.spot.lat, group.spot.lon]);
    }

    icon(group) {
      const icon = group.spot.area ? this.chip(group) : this.dot(group);
      icon.dataset.spot = group.spot.id;
      if (this.model.events.change) geomap.markChange(icon, this.model, group.members);
      if (group.aside) Object.assign(icon.style, { marginLeft: group.aside.x + "px", marginTop: group.aside.y + "px" });
      icon.addEventListener("click", (click) => {
        click.stopPropagation();
        this.open(this.groupAt(group.spot.id) || group, () => this.iconAt(group.spot.id)); // the same one as it is drawn now
      });
      return icon;
    }

    dot(group) {
      const counts = group.types;
      const size = 2 * group.half;
      const picture = group.count === 1 ? this.lone(group, size) : geomap.ring(counts, size);
      const name = group.size === 1 ? this.model.places.name[group.spot.place] : null;
      const label = name ? el("span.gm-dot-name", { dir: "auto", "aria-hidden": "true" }, name) : null;
      return el("button.gm-dot" + (group.side ? ".gm-" + group.side : ""), { type: "button", "data-count": group.count }, el("span.gm-hidden", {}, this.spoken(group)), picture, label);
    }

    // The symbol of a single event; which one it is takes too long to find among very many.
    lone(group, size) {
      if (this.model.count > MOST_TOLD_APART) return geomap.symbol(group.types[0][0], size);
      return geomap.symbolOf(this.model, group.members[0].events[0], size);
    }

    sizeOf(group) {
      const { size } = this.filters;
      return geomap.sizeOf(size, size === "same" ? 0 : this.magnitude(group), group.count === 1 ? 26 : 38);
    }

    // What the size of a symbol stands for: how many events, or how many people were killed.
    magnitude(group) {
      if (this.filters.size !== "toll") return group.count;
      return group.members.reduce((sum, { events }) => sum + events.reduce((killed, event) => killed + Math.max(0, this.model.deaths[event]), 0), 0);
    }

    // A region is no point: its name in a box, on its area.
    chip(group) {
      const counts = group.types;
      return el("button.gm-chip" + (group.compact ? ".gm-compact" : ""), { type: "button", "data-count": group.count },
        el("span.gm-hidden", {}, this.spoken(group)),
        group.count === 1 ? this.lone(group, 14) : counts.slice(0, 3).map(([type]) => geomap.symbol(type, 14)),
        el("bdi", { dir: "auto", "aria-hidden": "true" }, this.model.places.name[group.spot.place]),
        group.count > 1 ? el("b", { "aria-hidden": "true" }, geomap.number(group.count)) : null,
      );
    }

    typesOf(events) {
      const counts = new Map();
      for (const event of events) {
        const type = this.model.mainTypes[this.model.typeOf[event]];
        counts.set(type, (counts.get(type) || 0) + 1);
      }
      return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
    }

    spoken(group) {
      const names = group.names || [this.model.places.name[group.spot.place]];
      const kinds = group.types || this.typesOf(group.members.flatMap(({ events }) => events));
      const types = kinds.slice(0, 3).map(([type]) => term("type", type)).join(", ");
      return t("marker.label", { n: group.count, places: names.join(", ") + (group.size > 3 ? " …" : ""), types });
    }

    drawAreas(groups) {
      this.areas.clearLayers();
      for (const spot of this.grouping.areas()) this.area(spot, this.grouping.eventsAt(spot.id));
      const circles = this.map.getZoom() >= 5 ? groups.filter((group) => !group.spot.area && group.size === 1) : [];
      for (const group of circles) this.circle(group);
      for (const group of groups) if (group.joined) this.leader(group);
    }

    area(spot, events) {
      const [[type]] = this.typesOf(events);
      const wide = this.model.places.kind[spot.place] === "country";
      const style = {
        pane: "areas", renderer: this.renderer, color: geomap.colour(type), weight: 1.2, dashArray: "6 4",
        fillOpacity: wide ? 0 : 0.1, opacity: wide ? 0.35 : 0.8, interactive: false, className: "gm-area", fillRule: "evenodd",
      };
      const outline = this.outline(spot.place);
      const radius = this.model.places.radius[spot.place];
      if (outline) L.polygon(outline, style).addTo(this.areas);
      else if (radius) L.circle([spot.lat, spot.lon], { ...style, radius }).addTo(this.areas);
    }

    // From an area to its name, where that has no room within it.
    leader({ point, aside: { x, y } }) {
      const ends = [[point.x, point.y], [point.x + x, point.y + y]].map((at) => this.map.containerPointToLatLng(at));
      const style = { pane: "areas", renderer: this.renderer, weight: 1.2, interactive: false, className: "gm-leader" };
      L.polyline(ends, style).addTo(this.areas);
      L.circleMarker(ends[0], { ...style, radius: 2.5, fillOpacity: 1 }).addTo(this.areas);
    }

    circle(group) {
      const radius = this.model.places.radius[group.spot.place];
      const pixels = radius / metresPerPixel(this.map, group.spot.lat);
      if (!radius || pixels < CIRCLE_FROM) return;
      L.circle([group.spot.lat, group.spot.lon], {
        pane: "areas", renderer: this.renderer, radius, color: geomap.colour(group.types[0][0]), weight: 1.2, dashArray: "3 4",
        fillOpacity: pixels > CLEAR_FROM ? 0 : 0.06, interactive: false, className: "gm-radius",
      }).addTo(this.areas);
    }

    outline(place) {
      const index = this.model.places.outline[place];
      if (index === null) return null;
      const known = (this.outlines = this.outlines || []);
      if (!known[index]) {
        known[index] = this.model.places.outlines[index].map((text) => geomap.pairs(geomap.decoded(text, 1000)));
      }
      return known[index];
    }

    // A group of several places opens by coming nearer, one place by its list of events.
    open(group, from) {
      const bounds = L.latLngBounds(group.members.map(({ spot }) => [spot.lat, spot.lon]));
      const zoom = Math.min(this.map.getBoundsZoom(bounds, false, L.point(80, 80)), this.map.getMaxZoom());
      if (group.members.length > 1 && zoom > this.map.getZoom()) this.map.setView(bounds.getCenter(), zoom);
      else this.popup(group, from);
    }

    popup(group, from, event, still) {
      const events = group.members.flatMap((member) => member.events).sort(eventOrder(this.model));
      const first = event === undefined ? events : [event, ...events.filter((other) => other !== event)];
      geomap.dialog(this.map, [group.spot.lat, group.spot.lon], {
        heading: group.members.length === 1 ? geomap.placeName(this.model, group.spot.place) : t("popup.several", { n: group.members.length }),
        label: this.spoken(group), count: events.length > 1 ? t("events.n", { n: events.length }) : null,
        body: this.cards(first, event !== undefined), from, still, closed: () => this.onOpen && this.onOpen(null),
      });
      if (this.onOpen) this.onOpen(this.model.events.id[first[0]]);
    }

    cards(events, one) {
      if (events.length === 1) return geomap.card(this.model, events[0], 3);
      const shown = events.slice(0, MAX_CARDS);
      const cards = shown.map((event, index) => this.folded(event, index === 0 && (one || shown.length <= OPEN_UP_TO)));
      return [cards, events.length > MAX_CARDS ? el("p", {}, t("popup.more", { n: events.length - MAX_CARDS })) : null];
    }

    // One of several events at a place: a line that opens to the whole card.
    folded(event, open) {
      const { type, date, quote } = geomap.summary(this.model, event);
      const details = el("details.gm-folded", { open },
        el("summary", {}, geomap.symbolOf(this.model, event, 16), geomap.modalityTag(this.model, event), el("span.gm-folded-date", {}, date), el("span.gm-hidden", {}, type), foreign(quote)));
      const fill = () => {
        if (details.open && details.children.length === 1) details.append(geomap.card(this.model, event, 3));
      };
      details.addEventListener("toggle", fill);
      fill();
      return details;
    }

    // Opens an event from the list or the address: its place comes into view first, unless the address says what is seen.
    reveal(event, from, still) {
      const id = this.model.spotOf[event];
      if (id < 0) return false;
      const spot = this.model.spots.at(id);
      if (!still) {
        this.map.getContainer().scrollIntoView({ block: "nearest" });
        const zoom = spot.area ? this.areaZoom(spot) : Math.max(this.map.getZoom(), 7);
        this.map.setView([spot.lat, spot.lon], zoom, { animate: false });
      }
      const here = this.grouping.eventsAt(id);
      this.popup({ spot, members: [{ spot, events: here.length ? here : [event] }], count: 1 }, from, event, still);
      return true;
    }

    areaZoom(spot) {
      const outline = this.outline(spot.place);
      if (outline) return this.map.getBoundsZoom(L.latLngBounds(outline.flat()));
      const radius = this.model.places.radius[spot.place] || 50000;
      return this.map.getBoundsZoom(L.latLng(spot.lat, spot.lon).toBounds(radius * 2));
    }

    // The view that holds all events, regions with their outline; of whole countries only their middle, where there is nothing else.
    bounds() {
      const { spots } = this.model;
      const some = (keep) => Int32Array.from({ length: spots.length }, (_, id) => id).filter(keep);
      const narrow = some((id) => !spots.isCountry(id));
      return this.holding(narrow.length ? narrow : some(() => true));
    }

    // The part of the world where most events are, for the first view; all of them where none has most.
    mainBounds() {
      const { spots, spotOf } = this.model;
      const placed = spotOf.filter((spot) => spot >= 0 && !spots.isCountry(spot)); // one for each event
      const [lat, lon] = ["lat", "lon"].map((axis) => middle(placed, spots[axis]));
      const near = placed.filter((spot) => Math.abs(spots.lat[spot] - lat) < FAR / 2 && Math.abs(spots.lon[spot] - lon) < FAR);
      return !placed.length || near.length < MAIN_SHARE * placed.length ? this.bounds() : this.holding(near);
    }

    // The view that holds some spots.
    holding(ids) {
      const { spots } = this.model;
      let [south, north, west, east] = [Infinity, -Infinity, Infinity, -Infinity];
      const areas = new Set();
      for (const id of ids) {
        if (spots.area[id]) areas.add(id);
        south = Math.min(south, spots.lat[id]);
        north = Math.max(north, spots.lat[id]);
        west = Math.min(west, spots.lon[id]);
        east = Math.max(east, spots.lon[id]);
      }
      const bounds = ids.length ? L.latLngBounds([south, west], [north, east]) : L.latLngBounds([]);
      for (const id of areas) bounds.extend(this.extent(spots.at(id)));
      return bounds;
    }

    extent(spot) {
      const centre = L.latLngBounds([[spot.lat, spot.lon]]);
      const outline = spot.area ? this.outline(spot.place) : null;
      const whole = outline ? L.latLngBounds(outline.flat()) : centre;
      return whole.getNorth() - whole.getSouth() < WIDEST ? whole : centre;
    }
  }

  // The middle one of the values at `ids`; of very many, that of some thousands of them.
  function middle(ids, values) {
    const step = Math.ceil(ids.length / MOST_SORTED);
    const some = new Float64Array(Math.ceil(ids.length / step) || 0);
    for (let at = 0; at < some.length; at += 1) some[at] = values[ids[at * step]];
    return some.sort()[some.length >> 1];
  }

  const depthOf = ({ spot }) => (spot.area ? -1000 : 0);

  function metresPerPixel(map, lat) {
    return (40075016 * Math.cos((lat * Math.PI) / 180)) / (256 * 2 ** map.getZoom());
  }

  Object.assign(geomap, { Markers });
})((window.geomap = window.geomap || {}));
