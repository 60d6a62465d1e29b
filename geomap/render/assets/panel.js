// The panel beside the map: events as a list, layers and filters, legend and sources.
(function (geomap) {
  "use strict";

  const { el, t, term, foreign, link } = geomap;
  const ROW = 80; // pixels; page.css gives rows the same height
  const LAYER_DAYS = 14;
  const MOST_NAMED = 200; // rows of a group

  // A list of any length: only the rows in view are in the page.
  class EventList {
    constructor(model, open) {
      this.model = model;
      this.openEvent = open;
      this.events = [];
      this.active = 0;
      // By where the click fell: a row may be drawn anew between press and release.
      this.inner = el("div.gm-rows", { click: (event) => this.choose(Math.floor((event.clientY - this.inner.getBoundingClientRect().top) / ROW)) });
      this.node = el("div.gm-list", {
        role: "listbox", tabindex: "0", "aria-label": t("list.label"), keydown: (event) => this.key(event), scroll: () => this.measure(),
      }, this.inner);
      [this.top, this.height] = [0, 0];
      new ResizeObserver(() => this.measure()).observe(this.node);
    }

    show(events, sort) {
      this.events = sort === "place" ? this.byPlace(events) : sort === "newest" ? events.slice().reverse() : events;
      this.asked = [events, sort];
      this.active = Math.min(this.active, Math.max(0, this.events.length - 1));
      this.inner.style.height = this.events.length * ROW + "px";
      this.draw();
    }

    // The order of time, until the places have been put in order.
    byPlace(events) {
      const waiting = geomap.placeRanks(this.model);
      if (waiting) waiting.then(() => this.show(...this.asked));
      return waiting ? events : geomap.byPlace(this.model, events);
    }

    // Kept, since asking while the map is being redrawn would lay the whole page out once more.
    measure() {
      [this.top, this.height] = [this.node.scrollTop, this.node.clientHeight];
      this.draw();
    }

    draw() {
      const top = Math.max(0, Math.min(this.top, this.events.length * ROW - this.height));
      const first = Math.max(0, Math.floor(top / ROW) - 4);
      const end = Math.min(this.events.length, Math.ceil((top + this.height) / ROW) + 4);
      const rows = [];
      for (let index = first; index < end; index += 1) rows.push(this.kept(index) || this.row(index));
      if (rows.length !== this.inner.children.length || rows.some((row) => !row.isConnected)) this.inner.replaceChildren(...rows);
      const current = this.events.length ? "gm-row-" + this.active : null;
      if (current && this.active >= first && this.active < end) this.node.setAttribute("aria-activedescendant", current);
      else this.node.removeAttribute("aria-activedescendant");
    }

    // The row of before, where it shows the same event: to make it again would take longer than all else of a step.
    kept(index) {
      const row = this.inner.querySelector("#gm-row-" + index);
      if (!row || row.event !== this.events[index]) return null;
      row.setAttribute("aria-selected", index === this.active ? "true" : "false");
      row.setAttribute("aria-setsize", this.events.length);
      return row;
    }

    row(index) {
      const event = this.events[index];
      const { type, date, place, quote } = geomap.summary(this.model, event);
      const row = el("div.gm-row", {
        role: "option", id: "gm-row-" + index, "aria-selected": index === this.active ? "true" : "false",
        "aria-setsize": this.events.length, "aria-posinset": index + 1, "data-event": this.model.events.id[event],
      },
      geomap.symbolOf(this.model, event, 22),
      el("div.gm-row-text", {},
        el("p.gm-row-head", {}, foreign(place, "b"), " ", geomap.changeTag(this.model, event), " ", geomap.modalityTag(this.model, event), " ", el("span.gm-row-date", {}, date), el("span.gm-hidden", {}, " ", type)),
        foreign(quote, "p"),
        this.model.spotOf[event] < 0 ? el("span.gm-tag", {}, t("where.none")) : null));
      row.style.top = index * ROW + "px";
      return Object.assign(row, { event });
    }

    choose(index) {
      if (index < 0 || index >= this.events.length) return;
      this.active = index;
      this.draw();
      this.openEvent(this.events[index], this.node);
    }

    mark(event) {
      const index = this.events.indexOf(event);
      if (index < 0) return;
      this.active = index;
      this.reveal();
    }

    key(event) {
      const page = Math.max(1, Math.floor(this.node.clientHeight / ROW) - 1);
      const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -this.events.length, End: this.events.length };
      if (event.key === "Enter" || event.key === " ") {
        if (this.events.length) this.choose(this.active);
      } else if (event.key in steps) {
        this.active = Math.max(0, Math.min(this.events.length - 1, this.active + steps[event.key]));
        this.reveal();
      } else return;
      event.preventDefault();
    }

    reveal() {
      const top = this.active * ROW;
      if (top < this.node.scrollTop) this.node.scrollTop = top;
      else if (top + ROW > this.node.scrollTop + this.node.clientHeight) this.node.scrollTop = top + ROW - this.node.clientHeight;
      this.measure();
    }
  }

  // How often each name stands in a column of their numbers, without those that do not.
  function tally(numbers, names) {
    const counts = new Uint32Array(names.length);
    for (const number of numbers) counts[number] += 1;
    return names.map((name, number) => [name, counts[number]]).filter(([, count]) => count);
  }

  // A group of layers: one box for all and one for each.
  class LayerGroup {
    constructor(filters, { set, title, rows, fold }) {
      this.filters = filters;
      this.set = set;
      this.rows = rows;
      this.boxes = rows.map(([value, label, count, picture]) => this.box(value, label, count, picture));
      this.all = el("input", { type: "checkbox", change: (event) => this.setAll(event.target.checked) });
      const body = el("div.gm-layers", { role: "group", "aria-label": title }, this.boxes.map((box) => box.label));
      const head = el("label.gm-layer.gm-layer-all", {}, this.all, el("span", {}, t("layers.all")));
      this.node = el("details.gm-group", { open: !fold, "data-group": set }, el("summary", {}, title, el("span.gm-count", {}, geomap.number(rows.length))), head, body);
      this.sync();
    }

    box(value, label, count, picture) {
      const input = el("input", { type: "checkbox", "data-layer": String(value), change: (event) => this.filters.toggle(this.set, value, event.target.checked) });
      return { value, input, label: el("label.gm-layer", {}, input, picture || null, foreign(label, "span"), el("span.gm-count", {}, geomap.number(count))) };
    }

    setAll(on) {
      this.filters.change({ [this.set]: new Set(on ? [] : this.rows.map(([value]) => value)) });
    }

    sync() {
      const hidden = this.filters[this.set];
      const state = JSON.stringify([...hidden]);
      if (state === this.state) return;
      this.state = state;
      for (const { value, input } of this.boxes) input.checked = !hidden.has(value);
      this.all.checked = hidden.size === 0;
      this.all.indeterminate = hidden.size > 0 && hidden.size < this.rows.length;
    }
  }

  function typeRows(model) {
    const counts = tally(model.typeOf, model.mainTypes);
    return counts.sort((a, b) => b[1] - a[1]).map(([type, count]) => [type, term("type", type), count, geomap.symbol(type, 18)]);
  }

  function dayRows(filters) {
    return filters.days.map(([day, count]) => [day, day === geomap.NO_DAY ? t("layers.no_day") : geomap.day(day, geomap.WEEKDAY), count]);
  }

  function sourceRows(model) {
    const { names, of } = model.sources;
    const counts = names.map((name) => [name, 0]);
    const last = new Int32Array(names.length).fill(-1); // the event that a source told last: it counts once for each
    for (let event = 0; event < model.count; event += 1) {
      const end = geomap.evidenceEnd(model, event);
      for (let row = model.events.evidence[event]; row < end; row += 1) {
        if (last[of[row]] !== event) counts[of[row]][1] += 1;
        last[of[row]] = event;
      }
    }
    return counts.sort((a, b) => b[1] - a[1]).map(([source, count]) => [source, source, count]);
  }

  function precisionRows(model) {
    const counts = new Map(tally(model.precisionOf, geomap.PRECISIONS));
    return geomap.PRECISIONS.filter((key) => counts.has(key)).map((key) => [key, t("precision." + key), counts.get(key)]);
  }

  function modalityRows(model) {
    const counts = new Map();
    for (const word of model.events.modality) counts.set(word, (counts.get(word) || 0) + 1);
    return [...counts].map(([word, count]) => [word, t("modality." + word), count]);
  }

  // Sub-types, actors and regions, the most frequent first; an event may have several actors or none.
  function namedRows(model, { row, names, label }) {
    const rows = new Map();
    for (let event = 0; event < model.count; event += 1) {
      const own = row(model.events, event);
      rows.set(own, (rows.get(own) || 0) + 1);
    }
    const counts = new Map();
    for (const [own, count] of rows) for (const name of names(model, own)) counts.set(name, (counts.get(name) || 0) + count);
    return [...counts].sort((a, b) => b[1] - a[1]).slice(0, MOST_NAMED).map(([name, count]) => [name, name === geomap.NO_NAME ? t("layers.no_name") : label(name), count]);
  }

  function groupsOf(model, filters, own) {
    const groups = [
      { set: "hiddenOverlays", title: t("layers.overlays"), rows: own.rows() },
      { set: "hiddenTypes", title: t("layers.types"), rows: typeRows(model) },
      ...Object.entries(geomap.NAMED).map(([set, how]) => ({ set, title: t("layers." + set), rows: namedRows(model, how), fold: true })),
      { set: "hiddenDays", title: t("layers.days"), rows: dayRows(filters), fold: filters.days.length > LAYER_DAYS },
      { set: "hiddenSources", title: t("layers.sources"), rows: sourceRows(model), fold: true },
      { set: "hiddenPrecisions", title: t("layers.precision"), rows: precisionRows(model), fold: true },
      { set: "hiddenModalities", title: t("layers.modality"), rows: modalityRows(model), fold: true },
    ];
    return groups.filter(({ rows }) => rows.length).map((group) => new LayerGroup(filters, group));
  }

  // Filters that are no layers: how sure, how many killed.
  function sliders(filters) {
    const sure = select(t("filter.confidence"), [[0, t("filter.any")], [50, "≥ 50 %"], [70, "≥ 70 %"], [90, "≥ 90 %"]], (value) => filters.change({ surest: Number(value) }));
    const deaths = select(t("filter.deaths"), [[0, t("filter.any")], [1, "≥ 1"], [10, "≥ 10"], [100, "≥ 100"]], (value) => filters.change({ deaths: Number(value) }));
    return {
      node: el("div.gm-selects", {}, sure.node, deaths.node),
      sync: () => {
        sure.input.value = String(filters.surest);
        deaths.input.value = String(filters.deaths);
      },
    };
  }

  function select(name, options, change) {
    const input = el("select", { change: (event) => change(event.target.value) }, options.map(([value, label]) => el("option", { value }, label)));
    return { input, node: el("label.gm-select", {}, el("span", {}, name), input) };
  }

  function legend(model) {
    const types = model.mainTypes.map((type) => el("li", {}, geomap.symbol(type, 20), foreign(term("type", type), "span")));
    const marks = ["point", "claimed", "radius", "area", "group"].map((kind) => el("li", {}, geomap.legendMark(kind), el("span", {}, t("legend." + kind))));
    return el("section", {}, el("h2", {}, t("legend")), el("ul.gm-legend", {}, types), el("h3", {}, t("legend.precision")), el("ul.gm-legend", {}, marks),
      el("p", {}, t("legend.note")), model.places.method.includes("coarsened") ? el("p", {}, t("legend.coarsened")) : null);
  }

  function madeFrom(model) {
    const { documents, posts, newest, gazetteer, wordless } = model.made;
    const rows = documents.map(([name, address, sha]) => el("li", {}, address ? link(address) : foreign(name), " ", el("code", {}, sha)));
    return el("section", {}, el("h2", {}, t("made")),
      el("p", {}, t("made.posts", { n: posts }), newest === null ? "" : " " + t("made.newest", { time: geomap.published(newest, model.made.newest_precision) })),
      wordless ? el("p", {}, t("made.wordless")) : null,
      rows.length ? el("ul", {}, rows) : null,
      gazetteer ? el("p", {}, t("made.gazetteer"), " ", foreign(gazetteer)) : null);
  }

  function unresolved(model) {
    const { count, names, unread_posts: unread } = model.unresolved;
    const unplaced = model.spotOf.reduce((sum, spot) => sum + (spot < 0 ? 1 : 0), 0);
    const rows = names.map(([name, times, why]) => el("li", {}, foreign(name, "b"), times > 1 ? " × " + geomap.number(times) : "", why ? [" – ", foreign(why)] : null));
    return el("section", { "data-section": "unresolved" }, el("h2", {}, t("unresolved")),
      el("p", {}, count ? t("unresolved.n", { n: count }) : t("unresolved.none")),
      unplaced ? el("p", {}, t("unresolved.events", { n: unplaced })) : null,
      unread ? el("p", {}, t("unresolved.unread", { n: unread })) : null,
      rows.length ? el("details", {}, el("summary", {}, t("unresolved.list")), el("ul", {}, rows)) : null,
      model.problems.length ? [el("h3", {}, t("problems")), el("ul", {}, model.problems.map(([origin, text]) => el("li", {}, foreign(origin, "b"), ": ", foreign(text))))] : null);
  }

  // Events that are not sure enough for the map: listed with their words, behind a switch.
  function unsure(model) {
    if (!model.unsure.length) return null;
    const rows = model.unsure.map(([sub, place, day, sure, quote, source, address]) => el("li", {},
      foreign(term("sub", sub), "b"), " – ", foreign(place), day === null ? "" : ", " + geomap.day(day, geomap.WEEKDAY), " ", el("small", {}, t("confidence.share", { n: sure })),
      quote ? el("blockquote.gm-quote", { dir: "auto" }, quote) : null,
      el("small", {}, foreign(source), address ? [" · ", link(address, t("post.open"))] : null)));
    return el("section", { "data-section": "unsure" }, el("h2", {}, t("unsure")), el("p", {}, t("unsure.n", { n: rows.length })),
      el("details", {}, el("summary", {}, t("unsure.list")), el("ul", {}, rows)));
  }

  function sources(model, { streets }) {
    const rows = model.data_sources.map(([name, edition, licence, attribution, address]) => el("li", {},
      address ? link(address, name) : foreign(name, "b"), edition ? [" ", foreign(edition)] : null, " – ", foreign(licence), el("br"), foreign(attribution, "small")));
    return el("section", { "data-section": "sources" }, el("h2", {}, t("sources")), el("ul.gm-sources", {}, rows,
      el("li", {}, el("b", {}, "Natural Earth"), " – ", t("sources.basemap")),
      streets ? el("li", {}, foreign(streets.name, "b"), " – ", foreign(streets.credit || t("sources.streets"))) : null,
      el("li", {}, el("b", {}, "GeoNames"), " – ", t("sources.names")),
      el("li", {}, el("b", {}, "Leaflet 1.9.4"), " – BSD-2-Clause, © Volodymyr Agafonkin")));
  }

  // Tabs by the pattern of the ARIA guide: arrows move, the panel follows. Gives the nodes, and what chooses a tab by its name.
  function tabs(entries, chosen) {
    const list = el("div.gm-tabs", { role: "tablist" });
    const panels = [];
    entries.forEach(([name, body], index) => {
      const select_ = () => choose(index);
      list.append(el("button", { type: "button", role: "tab", id: "gm-tab-" + name, "aria-controls": "gm-panel-" + name, click: select_, keydown: (event) => move(event, index) }, t("tab." + name)));
      panels.push(el("div.gm-tabpanel.gm-tabpanel-" + name, { role: "tabpanel", id: "gm-panel-" + name, "aria-labelledby": "gm-tab-" + name }, body));
    });
    function choose(index) {
      [...list.children].forEach((tab, other) => {
        tab.setAttribute("aria-selected", String(other === index));
        tab.tabIndex = other === index ? 0 : -1;
        panels[other].hidden = other !== index;
      });
      chosen(entries[index][0]);
    }
    function move(event, index) {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const next = (index + step + entries.length) % entries.length;
      choose(next);
      list.children[next].focus();
    }
    return { nodes: [list, ...panels], choose: (name) => choose(Math.max(0, entries.findIndex(([own]) => own === name))) };
  }

  class Panel {
    constructor(model, filters, { own, regions, map, ground }, open) {
      this.filters = filters;
      this.listeners = [];
      this.list = new EventList(model, open);
      this.sort = "oldest";
      this.groups = groupsOf(model, filters, own);
      this.sliders = sliders(filters);
      this.search = el("input.gm-search", { type: "search", placeholder: t("search"), "aria-label": t("search"), input: (event) => filters.change({ query: event.target.value }) });
      this.found = el("p.gm-found", { role: "status" });
      this.clear = el("button.gm-small", { type: "button", click: () => this.reset() }, t("filter.reset"));
      const sorting = select(t("sort"), ["oldest", "newest", "place"].map((key) => [key, t("sort." + key)]), (value) => {
        this.sort = value;
        this.follow(filters.shown);
        this.changed();
      });
      this.sorting = sorting.input;
      this.follows = el("input", { type: "checkbox", change: () => this.follow(filters.shown) });
      const follows = el("label.gm-follow", {}, this.follows, t("list.follow"));
      map.on("moveend", () => this.follows.checked && this.follow(filters.shown));
      this.map = map;
      const listTab = [el("div.gm-tools", {}, this.search, sorting.node), el("div.gm-found-row", {}, this.found, follows, this.clear), this.list.node];
      const sizes = select(t("size"), ["same", "number", "toll"].map((key) => [key, t("size." + key)]), (value) => filters.change({ size: value }));
      this.sizes = sizes.input;
      sizes.node.classList.add("gm-sizes");
      const groups = this.groups.flatMap((group) => (group.set === "hiddenOverlays" ? [group.node, ...own.listed()] : group.node));
      const layersTab = [ground.node, sizes.node, groups, this.sliders.node, geomap.downloads(model, filters, map)];
      const aboutTab = [legend(model), unsure(model), unresolved(model), madeFrom(model), sources(model, ground)];
      const entries = [["events", listTab], ["layers", layersTab], ["regions", model.regions.name.length ? regions.node : null], ["about", aboutTab]];
      const { nodes, choose } = tabs(entries.filter(([, body]) => body), (name) => {
        this.tab = name;
        regions.draw();
        this.changed();
      });
      this.node = el("aside.gm-side", { "aria-label": t("panel") }, nodes);
      this.choose = choose;
      choose("events");
    }

    onChange(listener) {
      this.listeners.push(listener);
    }

    changed() {
      for (const listener of this.listeners) listener();
    }

    // Takes tab and order from the address.
    adopt({ tab, sort }) {
      [this.sort, this.sorting.value] = [sort, sort];
      this.choose(tab);
    }

    reset() {
      this.filters.reset();
      this.search.value = "";
      this.filters.change({});
    }

    // The list holds all events that are shown, or those of them that the map shows.
    follow(events) {
      const { model } = this.list;
      const view = this.map.getBounds();
      const { spots, spotOf } = model;
      const seen = (event) => spotOf[event] >= 0 && view.contains([spots.lat[spotOf[event]], spots.lon[spotOf[event]]]);
      const listed = this.follows.checked ? events.filter(seen) : events;
      this.list.show(listed, this.sort);
      this.found.replaceChildren(listed.length === this.total ? t("events.n", { n: this.total }) : t("events.of", { n: listed.length, total: this.total }));
    }

    show(events, total) {
      this.total = total;
      this.follow(events);
      this.clear.hidden = !this.filters.narrowed;
      if (this.search.value !== this.filters.query) this.search.value = this.filters.query;
      for (const group of this.groups) group.sync();
      this.sliders.sync();
      this.sizes.value = this.filters.size;
    }
  }

  Object.assign(geomap, { Panel });
})((window.geomap = window.geomap || {}));
