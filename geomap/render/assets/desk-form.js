// The form in which one event is corrected. Every change becomes columns of the event's line at once.
(function (geomap) {
  "use strict";

  const { el, t, term, foreign } = geomap;
  const FIRST_COUNTS = ["killed", "injured"];
  const MOST_NEAR = 200; // events that one may be joined to, the nearest

  const iso = (day) => (day === null ? "" : new Date(day * 86400000).toISOString().slice(0, 10));

  function labelled(text, ...controls) {
    return el("label.gm-field", {}, el("span", {}, text), controls);
  }

  // What an event of a model says, as a line of corrections would.
  function valuesOf(model, event, counts) {
    const { events, places } = model;
    const toll = geomap.toll(model, events.toll[event]) || {};
    const [first, last] = [iso(events.first[event]), iso(events.last[event])];
    return {
      name: places.filed.name[events.place[event]], type: model.types[events.type[event]][1], modality: events.modality[event],
      date: first && last !== first ? first + "/" + last : first,
      ...Object.fromEntries(Object.entries(counts).map(([column, name]) => [column, toll[name] ?? null])),
    };
  }

  class Form {
    // `desk` gives what it knows of events, and takes changes.
    constructor(desk) {
      this.desk = desk;
      this.heading = el("h3", { id: "gm-desk-event", tabindex: "-1" });
      this.quote = el("blockquote.gm-quote", { dir: "auto" });
      this.node = el("form.gm-desk-form", { "aria-labelledby": "gm-desk-event", submit: (event) => event.preventDefault() }, this.heading, this.quote,
        this.placeFields(), this.typeField(), this.dateFields(), this.countFields(), this.modalityField(), this.reasonField(), this.actions());
      this.node.hidden = true;
    }

    placeFields() {
      this.place = el("select", { name: "place", change: () => this.choosePlace(this.place.value) });
      this.at = el("input", { name: "position", inputmode: "text", autocomplete: "off", placeholder: "49.99 36.23", change: () => this.typePosition() });
      this.pick = el("button.gm-small", { type: "button", "aria-pressed": "false", click: () => this.desk.picking.toggle() }, t("desk.pick"));
      this.name = el("input", { name: "name", autocomplete: "off", dir: "auto", change: () => this.set("name", this.name.value.trim(), this.impliedName()) });
      return el("fieldset", {}, el("legend", {}, t("desk.place")), labelled(t("desk.place.choice"), this.place),
        el("div.gm-desk-pair.gm-desk-at", {}, labelled(t("desk.place.position"), this.at), this.pick), labelled(t("desk.place.name"), this.name));
    }

    typeField() {
      const groups = new Map();
      for (const [type, sub] of this.desk.known.types) groups.set(type, [...(groups.get(type) || []), sub]);
      const options = [...groups].map(([type, subs]) => el("optgroup", { label: term("type", type) }, subs.map((sub) => el("option", { value: sub }, term("sub", sub)))));
      this.type = el("select", { name: "type", change: () => this.set("type", this.type.value, this.original().type) }, options);
      return labelled(t("desk.type"), this.type);
    }

    dateFields() {
      const input = (name) => el("input", { name, type: "date", change: () => this.setDate() });
      [this.first, this.last] = [input("first"), input("last")];
      return el("div.gm-desk-pair", {}, labelled(t("desk.date.first"), this.first), labelled(t("desk.date.last"), this.last));
    }

    countFields() {
      this.counts = new Map();
      const field = (column) => {
        const input = el("input", { name: column, type: "number", min: 0, max: 999999999, step: 1, change: () => this.setCount(column) });
        this.counts.set(column, input);
        return labelled(t("desk.count." + column), input);
      };
      const others = Object.keys(this.desk.known.counts).filter((column) => !FIRST_COUNTS.includes(column));
      return [el("div.gm-desk-pair", {}, FIRST_COUNTS.map(field)),
        el("details", {}, el("summary", {}, t("desk.counts")), el("div.gm-desk-counts", {}, others.map(field)))];
    }

    modalityField() {
      const options = this.desk.known.modalities.map((word) => el("option", { value: word }, t("modality." + word)));
      this.modality = el("select", { name: "modality", change: () => this.set("modality", this.modality.value, this.original().modality) }, options);
      return labelled(t("fact.modality"), this.modality);
    }

    reasonField() {
      this.reason = el("input", { name: "reason", autocomplete: "off", dir: "auto", change: () => this.desk.change(this.id, { reason: this.reason.value.trim() || null }) });
      return labelled(t("desk.reason"), this.reason);
    }

    actions() {
      this.report = el("select", { name: "report" });
      this.reportField = labelled(t("desk.split.report"), this.report);
      this.split = el("button.gm-small", { type: "button", click: () => this.desk.split(this.id, Number(this.report.value)) }, t("desk.split"));
      this.other = el("select", { name: "same_as" });
      this.merge = el("button.gm-small", { type: "button", click: () => this.other.value && this.desk.merge(this.id, this.other.value) }, t("desk.merge"));
      this.hide = el("button.gm-small", { type: "button", click: () => this.desk.hide(this.id) }, t("desk.hide"));
      return el("fieldset", {}, el("legend", {}, t("desk.incident")), el("div.gm-desk-pair", {}, labelled(t("desk.same"), this.other), this.merge),
        this.reportField, el("p", {}, this.split, " ", this.hide));
    }

    // Shows an event anew; its fields keep the keyboard.
    fill(id) {
      this.id = id;
      const { model, known } = this.desk;
      const event = id === null ? -1 : model.events.id.indexOf(id);
      this.node.hidden = event < 0;
      if (event < 0) return;
      const values = valuesOf(model, event, known.counts);
      const { place, date, quote } = geomap.summary(model, event);
      this.heading.replaceChildren(foreign(place), " · ", date);
      this.quote.replaceChildren(quote);
      this.fillPlace(model.events.place[event]);
      this.name.value = values.name;
      this.type.value = values.type;
      if (this.type.value !== values.type) this.type.append(el("option", { value: values.type, selected: true }, values.type));
      [this.first.value, this.last.value] = [iso(model.events.first[event]), iso(model.events.last[event])];
      for (const [column, input] of this.counts) input.value = values[column] ?? "";
      this.modality.value = values.modality;
      this.reason.value = (this.desk.lines.get(id) || {}).reason || "";
      this.fillOthers(event);
      this.fillReports(event);
    }

    fillPlace(place) {
      const { model, known } = this.desk;
      const { lat, lon } = model.places;
      const chosen = (this.desk.lines.get(this.id) || {}).place || "";
      const rows = this.desk.candidates(this.id);
      if (chosen && known.places.id.includes(chosen)) rows.add(known.places.id.indexOf(chosen));
      const options = [...rows].map((row) => el("option", { value: known.places.id[row] }, this.described(row)));
      if (!this.desk.isAdded(this.id)) options.unshift(el("option", { value: "" }, t("desk.place.found", { place: this.original().name })));
      if (geomap.position(chosen)) options.push(el("option", { value: chosen }, t("desk.place.point", { at: chosen })));
      else if (chosen && !known.places.id.includes(chosen)) options.push(el("option", { value: chosen }, chosen));
      this.place.replaceChildren(...options);
      this.place.value = chosen;
      this.at.value = lat[place] === null ? "" : lat[place] + " " + lon[place];
      this.at.removeAttribute("aria-invalid");
    }

    described(row) {
      const { name, within, country, lat, lon } = this.desk.known.places;
      const holders = [within[row], geomap.country(country[row])].filter(Boolean).join(", ");
      return name[row] + (holders ? ", " + holders : "") + " (" + lat[row].toFixed(2) + " " + lon[row].toFixed(2) + ")";
    }

    // The other events, those nearest in place and time first.
    fillOthers(event) {
      const { model } = this.desk;
      const { events, places } = model;
      const at = (other) => [places.lat[events.place[other]], places.lon[events.place[other]]];
      const apart = (other) => {
        const days = events.first[event] === null || events.first[other] === null ? 30 : Math.abs(events.first[event] - events.first[other]);
        const distance = at(event)[0] === null || at(other)[0] === null ? 1000 : geomap.kilometres(at(event), at(other));
        return distance + 20 * days;
      };
      const others = Array.from({ length: model.count }, (_, other) => other).filter((other) => other !== event).map((other) => [apart(other), other]);
      const nearest = others.sort((a, b) => a[0] - b[0] || a[1] - b[1]).slice(0, MOST_NEAR).map(([, other]) => other);
      const label = (other) => {
        const { place, date, type, quote } = geomap.summary(model, other);
        return [place, date, type, quote.slice(0, 60)].join(" · ");
      };
      this.other.replaceChildren(el("option", { value: "" }, t("desk.same.none")), ...nearest.map((other) => el("option", { value: events.id[other] }, label(other))));
    }

    fillReports(event) {
      const { model } = this.desk;
      const rows = geomap.evidenceOf(model, event);
      this.report.replaceChildren(...rows.map((row) => el("option", { value: row }, geomap.post(model, row).source + " · " + model.evidence.quote[row].slice(0, 60))));
      this.reportField.hidden = rows.length < 2;
      this.split.disabled = model.places.lat[model.events.place[event]] === null; // an added event needs a place
    }

    // What geomap found, or nothing for an event that was added.
    original() {
      const event = this.desk.base.events.id.indexOf(this.id);
      return event < 0 ? {} : valuesOf(this.desk.base, event, this.desk.known.counts);
    }

    impliedName() {
      const { places } = this.desk.known;
      const row = places.id.indexOf((this.desk.lines.get(this.id) || {}).place || "");
      return row < 0 ? this.original().name : places.name[row];
    }

    set(column, text, before) {
      this.desk.change(this.id, { [column]: text === "" || text === before ? null : text });
    }

    choosePlace(text) {
      this.desk.change(this.id, { place: text || null, name: null });
    }

    typePosition() {
      const at = geomap.position(this.at.value);
      this.at.setAttribute("aria-invalid", String(!at));
      if (at) this.moveTo(at);
      else this.desk.say(t("desk.place.wrong"));
    }

    // A place that only has a position keeps the name that the event's place has.
    moveTo([lat, lon]) {
      const name = this.desk.isAdded(this.id) ? { name: this.name.value || null } : {};
      this.desk.change(this.id, { place: lat + " " + lon, ...name });
    }

    setDate() {
      const [first, last] = [this.first.value, this.last.value];
      if (!first) return;
      const text = last > first ? first + "/" + last : first;
      this.set("date", text, this.original().date);
    }

    setCount(column) {
      const input = this.counts.get(column);
      const text = input.value.trim();
      const before = this.original()[column] ?? null;
      if (!input.checkValidity()) this.desk.say(t("desk.count.wrong"));
      else if (text === "") this.desk.change(this.id, { [column]: before === null ? null : "none" });
      else this.desk.change(this.id, { [column]: Number(text) === before ? null : String(Number(text)) });
    }
  }

  Object.assign(geomap, { DeskForm: Form, deskValues: valuesOf });
})((window.geomap = window.geomap || {}));
