// The editing page: events are corrected in the page, seen corrected at once, and the corrections saved as a file that geomap applies.
(function (geomap) {
  "use strict";

  const { el, t, term, foreign, corrections } = geomap;
  const { ADDED, NOT_AN_EVENT } = corrections;
  const FILE = "corrections.csv";
  const MOST_LISTED = 200;
  const NONE = "none"; // as lines write that an event says nothing
  const OF_FILE = ["status", "author", "reason", "corrected_on", "previous"]; // columns that correct nothing

  // The button on cards, which leads to the form.
  const card = geomap.card;
  let desk = null;
  geomap.card = (model, event, level) => {
    const node = card(model, event, level);
    const id = model.events.id[event];
    if (desk) node.querySelector(".gm-actions").append(" ", el("button.gm-small", { type: "button", click: () => desk.choose(id) }, t("desk.correct")));
    return node;
  };

  // A text in which the options of geomap are not broken at their hyphens.
  function withOptions(text) {
    return text.split(/(--\w+)/).map((part) => (part.startsWith("--") ? el("span.gm-option", {}, part) : part));
  }

  // A place chosen on the map: by a click, or with arrows and Enter at its middle.
  class Picking {
    constructor(map, button, chosen) {
      this.map = map;
      this.button = button;
      this.chosen = chosen;
      this.mark = el("div.gm-desk-cross", { "aria-hidden": "true", hidden: true });
      map.getContainer().append(this.mark);
      map.on("click", ({ latlng }) => this.on && this.end(latlng));
      map.getContainer().addEventListener("keydown", (event) => {
        if (!this.on || event.target !== map.getContainer()) return;
        if (event.key !== "Enter" && event.key !== "Escape") return;
        event.preventDefault(); // else Enter would press the button that is focused next
        this.end(event.key === "Enter" ? map.getCenter() : null);
      });
    }

    toggle() {
      if (this.on) this.end(null);
      else this.begin();
    }

    begin() {
      this.show(true);
      this.map.closePopup();
      this.map.getContainer().focus();
    }

    end(at) {
      this.show(false);
      this.button().focus();
      if (at) this.chosen([Number(at.lat.toFixed(5)), Number(at.wrap().lng.toFixed(5))]);
    }

    show(on) {
      this.on = on;
      this.mark.hidden = !on;
      this.map.getContainer().classList.toggle("gm-picking", on);
      this.button().setAttribute("aria-pressed", String(on));
    }
  }

  class Desk {
    constructor(parts, raw, known) {
      Object.assign(this, { parts, raw, known, model: parts.model, base: geomap.load(raw) });
      this.journal = new corrections.Journal();
      this.lines = new Map();
      this.others = []; // lines of loaded files that the page does not show
      this.copyOf = new Map(); // the event that an added one was split from
      this.saved = "[]";
      this.form = new geomap.DeskForm(this);
      this.picking = new Picking(parts.map, () => this.form.pick, (at) => this.form.moveTo(at));
      this.build();
      this.follow();
      this.tell();
    }

    build() {
      const button = (key, click) => el("button.gm-small", { type: "button", click }, t(key));
      this.undoButton = button("desk.undo", () => this.step(this.journal.undo()));
      this.redoButton = button("desk.redo", () => this.step(this.journal.redo()));
      this.author = el("input", { name: "author", autocomplete: "name", dir: "auto" });
      this.file = el("input.gm-hidden", { type: "file", accept: ".csv,text/csv", tabindex: "-1", "aria-label": t("desk.load"), change: () => this.load() });
      this.status = el("p.gm-desk-status", { role: "status" });
      this.list = el("ol.gm-desk-list");
      this.hint = el("p", {}, t("desk.hint"));
      this.node = el("section.gm-desk", { "aria-label": t("desk") },
        el("h2", {}, t("desk")), el("p", {}, el("small", {}, withOptions(t("desk.private")))),
        el("p.gm-desk-tools", {}, this.undoButton, this.redoButton, button("desk.save", () => this.save()), button("desk.load", () => this.file.click()), this.file),
        el("label.gm-field", {}, el("span", {}, t("desk.author")), this.author), this.status, this.hint, this.form.node,
        el("h3", {}, t("desk.made")), this.list);
      const root = document.getElementById("geomap");
      root.classList.add("gm-with-desk");
      root.insertBefore(this.node, root.querySelector(".gm-time"));
      this.parts.map.invalidateSize({ animate: false });
    }

    // The form shows what is opened on the map or in the list.
    follow() {
      const { markers } = this.parts;
      const before = markers.onOpen;
      markers.onOpen = (id) => {
        before(id);
        if (id && !this.picking.on) this.show(id);
      };
      window.addEventListener("beforeunload", (event) => {
        if (this.unsaved) event.preventDefault();
      });
      const { hash } = location;
      const opened = new URLSearchParams(hash.slice(1)).get("event");
      if (opened) this.show(opened);
    }

    get unsaved() {
      return JSON.stringify([...this.lines]) !== this.saved;
    }

    show(id) {
      this.form.fill(id);
      this.hint.hidden = !this.form.node.hidden;
    }

    choose(id) {
      const modal = document.querySelector(".gm-modal");
      if (modal) modal.close();
      this.show(id);
      this.form.heading.focus();
    }

    isAdded(id) {
      return !this.base.events.id.includes(id);
    }

    // The rows of places that the name of an event's place may mean.
    candidates(id) {
      const event = this.base.events.id.indexOf(this.copyOf.get(id) || id);
      const { place, candidates } = this.known.events;
      return event < 0 ? new Set() : new Set([place[event], ...candidates[event]].filter((row) => row !== null));
    }

    change(id, columns) {
      this.journal.set(id, { ...columns, previous: null }); // what a loaded line says of other columns
      this.renew(id, Object.keys(columns).some((name) => ["place", "name", "type"].includes(name)));
    }

    step(step) {
      if (!step) return;
      this.renew(step.event || this.form.id, true);
    }

    hide(id) {
      this.journal.set(id, { type: NOT_AN_EVENT });
      this.renew(null, true);
      this.undoButton.focus();
    }

    merge(id, other) {
      this.journal.set(id, { same_as: other });
      this.renew(other, true);
      this.form.heading.focus();
    }

    // A second event of what one report tells: a copy, which is then corrected.
    split(id, report) {
      const { model, known } = this;
      const event = model.events.id.indexOf(id);
      const { type, name, date, modality, ...counts } = geomap.deskValues(model, event, known.counts);
      const post = geomap.post(model, report);
      const told = Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== null).map(([column, count]) => [column, String(count)]));
      const copy = ADDED + Array.from(crypto.getRandomValues(new Uint8Array(6)), (byte) => byte.toString(16).padStart(2, "0")).join("");
      this.copyOf.set(copy, this.copyOf.get(id) || id);
      this.journal.set(copy, {
        place: this.placeText(id, model.events.place[event]), name, type, date: date || null, modality: modality === "reported" ? null : modality, ...told,
        quote: model.evidence.quote[report] || null, source: post.source || null, url: post.url || null,
      });
      this.renew(copy, true);
      this.form.heading.focus();
    }

    // The place of an event as a line states it: its id where the event stands just there, else its position.
    placeText(id, place) {
      const line = this.lines.get(id);
      if (line && line.place) return line.place;
      const { places } = this.known;
      const row = this.known.events.place[this.base.events.id.indexOf(id)] ?? null;
      const { lat, lon } = this.model.places;
      return row !== null && places.lat[row] === lat[place] && places.lon[row] === lon[place] ? places.id[row] : lat[place] + " " + lon[place];
    }

    // Everything anew from the data of the page and the lines; `id` is what the form shows then.
    renew(id, moved) {
      this.lines = this.journal.lines();
      const { map, model, markers } = this.parts;
      if (moved) map.closePopup();
      Object.assign(model, geomap.load(geomap.corrected(this.raw, this.lines, this.known)));
      delete model.rankOf;
      this.redraw();
      this.show(id);
      const event = id === null ? -1 : model.events.id.indexOf(id);
      if (event >= 0 && !moved) this.replaceCards(event, id);
      if (event >= 0 && moved && model.spotOf[event] >= 0) this.bringIntoView(model.spots.at(model.spotOf[event]), markers);
      this.tell();
    }

    replaceCards(event, id) {
      for (const node of document.querySelectorAll(".gm-main .gm-card")) {
        if (node.dataset.event === id) node.replaceWith(geomap.card(this.model, event, 3));
      }
    }

    bringIntoView({ lat, lon }) {
      const { map } = this.parts;
      if (!map.getBounds().contains([lat, lon])) map.panTo([lat, lon], { animate: false });
    }

    // What the parts of the page keep of events is let go, and drawn again.
    redraw() {
      const { model, filters, markers, panel, timeline } = this.parts;
      Object.assign(filters, { search: null, intervals: {}, keptState: null, days: filters.readDays() });
      markers.drawn.clear();
      markers.markers.clearLayers();
      panel.list.inner.replaceChildren();
      timeline.adopt({ basis: filters.basis, step: filters.step, window: filters.window });
      this.regroup();
      filters.change({});
      document.querySelector(".gm-sub").replaceChildren(t("events.n", { n: model.count }), " · ", t("desk.n", { n: this.lines.size }));
    }

    // Layers and legend of a panel made for the events as they are now, in the place of those that there were.
    regroup() {
      const { model, filters, panel, map, ground } = this.parts;
      const bare = { node: el("div"), draw: () => {}, rows: () => [], listed: () => [] };
      const fresh = new geomap.Panel(model, filters, { own: bare, regions: bare, map, ground: { node: null, streets: ground.streets } }, panel.list.openEvent);
      const last = panel.groups.at(-1);
      const next = last ? last.node.nextSibling : null;
      const kept = panel.groups.filter(({ set }) => set === "hiddenOverlays");
      for (const group of panel.groups) {
        if (kept.includes(group)) continue;
        const same = fresh.groups.find(({ set }) => set === group.set);
        if (same) same.node.open = group.node.open;
        group.node.remove();
      }
      if (next) next.before(...fresh.groups.map(({ node }) => node));
      panel.groups = [...kept, ...fresh.groups];
      const about = "#gm-panel-about";
      panel.node.querySelector(about).replaceChildren(...fresh.node.querySelector(about).childNodes);
    }

    say(text) {
      this.status.replaceChildren(text);
    }

    tell() {
      this.undoButton.disabled = !this.journal.done.length;
      this.redoButton.disabled = !this.journal.undone.length;
      const parts = [t("desk.n", { n: this.lines.size })];
      if (this.others.length) parts.push(t("desk.others", { n: this.others.length }));
      if (this.known.lines.length) parts.push(t("desk.earlier", { n: this.known.lines.length }));
      if (this.unsaved) parts.push(t("desk.unsaved"));
      this.say(parts.join("; ") + ".");
      const rows = [...this.lines].reverse().slice(0, MOST_LISTED).map(([id, line]) => this.entry(id, line));
      const more = this.lines.size - rows.length;
      this.list.replaceChildren(...rows, more > 0 ? el("li", {}, t("popup.more", { n: more })) : "");
    }

    entry(id, line) {
      const shown = this.model.events.id.indexOf(id);
      const event = shown >= 0 ? shown : this.base.events.id.indexOf(id);
      const model = shown >= 0 ? this.model : this.base;
      const named = event < 0 ? foreign(line.name || id) : foreign(geomap.summary(model, event).place + " · " + geomap.summary(model, event).date);
      const back = () => {
        this.journal.clear(id);
        this.renew(this.isAdded(id) ? null : id, true);
        this.undoButton.focus();
      };
      return el("li", {}, shown >= 0 ? el("button.gm-link", { type: "button", click: () => this.choose(id) }, named) : named, ": ",
        foreign(this.described(id, line)), " ", el("button.gm-small", { type: "button", click: back }, t("desk.back"), el("span.gm-hidden", {}, ": ", named.textContent)));
    }

    described(id, line) {
      if (line.type === NOT_AN_EVENT) return t("desk.hidden");
      if (line.same_as) return t("desk.joined");
      const names = Object.keys(line).filter((name) => !OF_FILE.includes(name) && !["quote", "source", "url"].includes(name));
      const texts = names.map((name) => t(this.known.counts[name] ? "desk.count." + name : "desk.column." + name) + " " + (name === "type" ? term("sub", line[name]) : line[name]));
      const said = texts.length ? texts.join(", ") : t("desk.note");
      return (id.startsWith(ADDED) ? t("desk.added") + " " : "") + said + (line.reason ? " (" + line.reason + ")" : "");
    }

    // The lines of the run that the page comes from, those of loaded files that it does not show, and its own.
    rows() {
      const today = new Date().toISOString().slice(0, 10);
      const made = [...this.lines].map(([id, line]) => {
        const event = this.base.events.id.indexOf(id);
        const keys = event < 0 ? {} : { post: this.known.events.post[event], mention: this.known.events.mention[event] };
        const previous = event < 0 ? "" : this.previous(event, line);
        return { event_id: id, ...keys, status: "proposed", author: this.author.value.trim(), corrected_on: today, previous, ...line };
      });
      return [...this.known.lines, ...this.others, ...made];
    }

    // What an event of the page said before in the columns of its line, as the history of corrections reads it.
    previous(event, line) {
      const { base, known } = this;
      const place = base.events.place[event];
      const { lat, lon } = base.places;
      const said = { ...geomap.deskValues(base, event, known.counts), place: lat[place] === null ? null : lat[place] + " " + lon[place] };
      const columns = line.type === NOT_AN_EVENT ? ["type", "name"] : Object.keys(line).filter((name) => name in said);
      return columns.map((name) => name + ": " + ((said[name] ?? "") === "" ? NONE : said[name])).join("; ");
    }

    save() {
      const rows = this.rows();
      const columns = [...new Set([...this.known.columns, ...rows.flatMap(Object.keys)])];
      geomap.save(FILE, new Blob([corrections.written(columns, rows)], { type: "text/csv" }));
      this.saved = JSON.stringify([...this.lines]);
      this.tell();
    }

    async load() {
      const [file] = this.file.files;
      if (!file) return;
      try {
        this.take(corrections.read(await file.text()));
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw error;
        this.say(t("desk.load.wrong", { name: file.name }));
      }
      this.file.value = "";
    }

    // Lines that the events of the page are corrected by already are not taken again.
    take(rows) {
      if (!rows.some((row) => row.event_id || row.post)) throw new SyntaxError("no corrections");
      const key = (row) => JSON.stringify(Object.entries(row).filter(([name]) => !OF_FILE.includes(name)).sort());
      const known = new Set([...this.known.lines, ...this.others].map(key));
      const fresh = rows.filter((row) => !known.has(key(row)));
      const shown = ({ event_id: id, status }) => id && status !== "rejected" && (this.base.events.id.includes(id) || id.startsWith(ADDED));
      this.others.push(...fresh.filter((row) => !shown(row)));
      const lines = fresh.filter(shown).map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => name !== "post" && name !== "mention")));
      if (lines.length) this.journal.load(lines);
      this.renew(null, true);
    }
  }

  // Makes an opened page one for editing.
  function edit() {
    if (geomap.embedded) return;
    geomap.ready = Promise.all([geomap.ready, geomap.block("data"), geomap.block("desk"), geomap.block("story")]).then(([parts, raw, known, story]) => {
      desk = new Desk(parts, raw, known);
      return { ...parts, desk, making: geomap.storyDesk(desk, story) };
    });
  }

  Object.assign(geomap, { edit, withOptions });
})((window.geomap = window.geomap || {}));
