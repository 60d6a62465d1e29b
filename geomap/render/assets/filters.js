// Which events are shown: one state that every control changes and every view follows.
(function (geomap) {
  "use strict";

  const MAX_DAYS = 7;
  const NO_DAY = "none";
  const DAY_MINUTES = 1440;
  const NO_NAME = "";
  // Filters by name: the row of a table that an event has, the names that stand in it, and what the page calls them.
  const NAMED = {
    hiddenSubTypes: { row: ({ type }, event) => type[event], names: (model, row) => [model.types[row][1] || NO_NAME], label: (name) => geomap.term("sub", name) },
    hiddenActors: { row: ({ cast }, event) => cast[event], names: (model, row) => orNone(model.casts[row]), label: (name) => name },
    hiddenRegions: { row: ({ region }, event) => region[event], names: (model, row) => orNone(row === null ? [] : [model.regions.name[row]]), label: (name) => name },
  };
  const EACH_NAMED = Object.entries(NAMED);
  const SETS = ["hiddenTypes", "hiddenDays", "hiddenSources", "hiddenPrecisions", "hiddenModalities", ...Object.keys(NAMED)];
  const PUBLISHED_MINUTES = [1, DAY_MINUTES, 30 * DAY_MINUTES]; // of a time, a day and a month

  function orNone(names) {
    return names.length ? names : [NO_NAME];
  }

  // An event without a time, or told for more than a week, stands under no day.
  function dayless({ first, last }, event) {
    return first[event] === null || last[event] - first[event] >= MAX_DAYS;
  }

  // When events begin and end in minutes, by the clock that the reader chose; NaN where they have no time.
  function intervals(model, basis) {
    const { events, count } = model;
    const from = new Float64Array(count).fill(NaN);
    const to = new Float64Array(count).fill(NaN);
    for (let event = 0; event < count; event += 1) {
      if (basis === "post") {
        const { time, precision } = geomap.post(model, events.evidence[event]);
        if (time === null) continue;
        from[event] = time;
        to[event] = time + PUBLISHED_MINUTES[precision];
      } else if (events.start[event] !== null) {
        from[event] = basis === "local" ? events.first[event] * DAY_MINUTES : events.start[event];
        to[event] = basis === "local" ? (events.last[event] + 1) * DAY_MINUTES : Math.max(events.end[event], events.start[event] + 1);
      }
    }
    return { from, to };
  }

  class Filters {
    constructor(model) {
      this.model = model;
      this.listeners = [];
      this.search = null; // made when something is searched
      this.intervals = {};
      // How things are shown, which "Show all" leaves as it is.
      Object.assign(this, { view: "symbols", size: "same", basis: "local", mode: "window", step: DAY_MINUTES });
      this.days = this.readDays(); // each with the number of its events
      this.reset();
    }

    readDays() {
      const { events, count } = this.model;
      const days = new Map();
      const add = (day) => days.set(day, (days.get(day) || 0) + 1);
      for (let event = 0; event < count; event += 1) {
        if (dayless(events, event)) add(NO_DAY);
        else for (let day = events.first[event]; day <= events.last[event]; day += 1) add(day);
      }
      return [...days].sort(([a], [b]) => (a === NO_DAY ? 1 : b === NO_DAY ? -1 : a - b));
    }

    reset() {
      for (const name of SETS) this[name] = new Set();
      this.hiddenOverlays = new Set();
      this.hiddenChanges = geomap.changesHidden();
      this.query = "";
      this.surest = 0;
      this.deaths = 0;
      this.window = null;
    }

    get narrowed() {
      if (!geomap.areSame(this.hiddenChanges, geomap.changesHidden())) return true;
      return Boolean(this.query || this.surest || this.deaths || this.window || SETS.some((name) => this[name].size));
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
      if (!this.intervals[basis]) this.intervals[basis] = intervals(this.model, basis);
      return this.intervals[basis];
    }

    visible() {
      const events = this.visibleAtAnyTime();
      if (!this.window) return events;
      const { from, to } = this.intervalsBy(this.basis);
      const [start, end] = this.window;
      const within = new Int32Array(events.length);
      let count = 0;
      for (const event of events) if (from[event] < end && to[event] > start) within[count++] = event;
      return within.slice(0, count);
    }

    // Everything but the time: what the histogram counts. It is kept, so that moving in time is quick.
    visibleAtAnyTime() {
      const state = this.state();
      if (this.keptState !== state) {
        const needle = geomap.fold(this.query.trim());
        if (needle && !this.search) this.search = new geomap.Search(this.model);
        const holds = needle ? this.search.finder(needle) : null;
        this.kept = this.model.order.filter((event) => this.passes(event) && (!holds || holds(event)));
        this.keptState = state;
      }
      return this.kept;
    }

    state() {
      return JSON.stringify([this.query, this.surest, this.deaths, ...[...SETS, "hiddenChanges"].map((name) => [...this[name]])]);
    }

    passes(event) {
      const { model } = this;
      const { events } = model;
      if (this.hiddenTypes.size && this.hiddenTypes.has(model.mainTypes[model.typeOf[event]])) return false;
      if (this.hiddenDays.size && this.allDaysHidden(event)) return false;
      if (this.surest && events.confidence[event] < this.surest) return false;
      if (this.hiddenModalities.size && this.hiddenModalities.has(events.modality[event])) return false;
      if (this.hiddenPrecisions.size && this.hiddenPrecisions.has(geomap.PRECISIONS[model.precisionOf[event]])) return false;
      if (this.deaths && model.deaths[event] < this.deaths) return false;
      return !this.allNamesHidden(event) && (!this.hiddenSources.size || !this.allSourcesHidden(event));
    }

    // Whether a filter by name hides all that an event has of it.
    allNamesHidden(event) {
      const { change } = this.model.events;
      if (change && this.hiddenChanges.has(change[event])) return true;
      const { model } = this;
      return EACH_NAMED.some(([name, { row, names }]) => this[name].size && names(model, row(model.events, event)).every((own) => this[name].has(own)));
    }

    allDaysHidden(event) {
      const { events } = this.model;
      if (dayless(events, event)) return this.hiddenDays.has(NO_DAY);
      for (let day = events.first[event]; day <= events.last[event]; day += 1) if (!this.hiddenDays.has(day)) return false;
      return true;
    }

    allSourcesHidden(event) {
      const { events, sources } = this.model;
      const end = geomap.evidenceEnd(this.model, event);
      for (let row = events.evidence[event]; row < end; row += 1) if (!this.hiddenSources.has(sources.names[sources.of[row]])) return false;
      return true;
    }
  }

  Object.assign(geomap, { Filters, NO_DAY, NO_NAME, NAMED });
})((window.geomap = window.geomap || {}));
