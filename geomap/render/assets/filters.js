// Which events are shown: one state that every control changes and every view follows.
(function (geomap) {
  "use strict";

  const MAX_DAYS = 7;
  const NO_DAY = "none";
  const DAY_MINUTES = 1440;

  // Days an event stands under; an event without a time, or told for more than a week, stands under none.
  function daysOf(model, event) {
    const first = model.events.first[event];
    const last = model.events.last[event];
    if (first === null || last - first >= MAX_DAYS) return [NO_DAY];
    return Array.from({ length: last - first + 1 }, (_, offset) => first + offset);
  }

  // The interval of an event in minutes, by the clock that the reader chose; null where it has none.
  function interval(model, event, basis) {
    const { events } = model;
    if (basis === "post") {
      const time = geomap.post(model, events.evidence[event]).time;
      return time === null ? null : [time, time + 1];
    }
    if (events.start[event] === null) return null;
    if (basis === "local") return [events.first[event] * DAY_MINUTES, (events.last[event] + 1) * DAY_MINUTES];
    return [events.start[event], Math.max(events.end[event], events.start[event] + 1)];
  }

  class Filters {
    constructor(model) {
      this.model = model;
      this.listeners = [];
      this.haystacks = null;
      this.intervals = {};
      // How things are shown, which "Show all" leaves as it is.
      Object.assign(this, { view: "symbols", basis: "local", mode: "window", step: DAY_MINUTES });
      this.days = this.readDays();
      this.reset();
    }

    readDays() {
      this.eventDays = this.model.events.id.map((_, event) => daysOf(this.model, event));
      const days = new Map();
      for (const own of this.eventDays) for (const day of own) days.set(day, (days.get(day) || 0) + 1);
      return [...days.keys()].sort((a, b) => (a === NO_DAY ? 1 : b === NO_DAY ? -1 : a - b));
    }

    reset() {
      this.hiddenTypes = new Set();
      this.hiddenDays = new Set();
      this.hiddenSources = new Set();
      this.hiddenPrecisions = new Set();
      this.hiddenModalities = new Set();
      this.hiddenOverlays = new Set();
      this.query = "";
      this.surest = 0;
      this.deaths = 0;
      this.window = null;
    }

    get narrowed() {
      const hidden = [this.hiddenTypes, this.hiddenDays, this.hiddenSources, this.hiddenPrecisions, this.hiddenModalities];
      return Boolean(this.query || this.surest || this.deaths || this.window || hidden.some((set) => set.size));
    }

    onChange(listener) {
      this.listeners.push(listener);
    }

    change(values) {
      Object.assign(this, values);
      this.shown = this.visible();
      for (const listener of this.listeners) listener(this.shown);
    }

    toggle(set, value, on) {
      if (on) this[set].delete(value);
      else this[set].add(value);
      this.change({});
    }

    intervalsBy(basis) {
      if (!this.intervals[basis]) {
        const { count } = this.model;
        const from = new Float64Array(count).fill(NaN);
        const to = new Float64Array(count).fill(NaN);
        for (let event = 0; event < count; event += 1) {
          const own = interval(this.model, event, basis);
          if (own) [from[event], to[event]] = own;
        }
        this.intervals[basis] = { from, to };
      }
      return this.intervals[basis];
    }

    visible() {
      const events = this.visibleAtAnyTime();
      if (!this.window) return events;
      const { from, to } = this.intervalsBy(this.basis);
      const [start, end] = this.window;
      return events.filter((event) => from[event] < end && to[event] > start);
    }

    // Everything but the time: what the histogram counts. It is kept, so that moving in time is quick.
    visibleAtAnyTime() {
      const state = this.state();
      if (this.keptState !== state) {
        const needle = fold(this.query.trim());
        this.kept = this.model.order.filter((event) => this.passes(event) && (!needle || this.haystack(event).includes(needle)));
        this.keptState = state;
      }
      return this.kept;
    }

    state() {
      const sets = [this.hiddenTypes, this.hiddenDays, this.hiddenSources, this.hiddenPrecisions, this.hiddenModalities];
      return JSON.stringify([this.query, this.surest, this.deaths, ...sets.map((set) => [...set])]);
    }

    passes(event) {
      const { model } = this;
      const { events } = model;
      if (this.hiddenTypes.size && this.hiddenTypes.has(model.mainTypes[model.typeOf[event]])) return false;
      if (this.hiddenDays.size && this.eventDays[event].every((day) => this.hiddenDays.has(day))) return false;
      if (this.surest && events.confidence[event] < this.surest) return false;
      if (this.hiddenModalities.size && this.hiddenModalities.has(events.modality[event])) return false;
      if (this.hiddenPrecisions.size && this.hiddenPrecisions.has(precisionOf(model, event))) return false;
      if (this.deaths && (fatalities(model, event) || 0) < this.deaths) return false;
      return !this.hiddenSources.size || !sourcesOf(model, event).every((source) => this.hiddenSources.has(source));
    }

    haystack(event) {
      if (!this.haystacks) this.haystacks = new Array(this.model.count);
      if (this.haystacks[event] === undefined) this.haystacks[event] = searchable(this.model, event);
      return this.haystacks[event];
    }
  }

  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  function searchable(model, event) {
    const { events, places } = model;
    const place = events.place[event];
    const own = geomap.evidenceOf(model, event).flatMap((row) => [geomap.post(model, row).title, geomap.post(model, row).source, model.evidence.quote[row]]);
    const [type, sub] = model.types[events.type[event]];
    const words = [
      places.name[place], places.filed.name[place], places.within[place], geomap.country(places.country[place]), type, sub, geomap.term("type", type),
      geomap.term("sub", sub), events.attribution[event], ...model.casts[events.cast[event]], ...own,
    ];
    return fold(words.filter(Boolean).join("\n"));
  }

  // How well the place is known, in the words of the legend.
  function precisionOf(model, event) {
    const place = model.events.place[event];
    const { lat, area, radius } = model.places;
    if (lat[place] === null) return "unplaced";
    if (area[place]) return "area";
    return (radius[place] || 0) > 5000 ? "near" : "place";
  }

  function fatalities(model, event) {
    const row = model.events.toll[event];
    return row === null ? null : model.tolls.fatalities[row] ?? model.tolls.fatalities_low[row];
  }

  function sourcesOf(model, event) {
    return geomap.evidenceOf(model, event).map((row) => geomap.post(model, row).source);
  }

  Object.assign(geomap, { Filters, NO_DAY, precisionOf, sourcesOf, fatalities });
})((window.geomap = window.geomap || {}));
