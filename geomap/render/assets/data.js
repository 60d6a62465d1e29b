// The page's data: columns read from the JSON blocks, and what is derived from them once.
(function (geomap) {
  "use strict";

  // Gives the JSON of a block, null where the page has none; large ones come compressed and are unpacked by the browser.
  async function block(name) {
    const node = document.getElementById("geomap-" + name);
    if (!node) return null;
    if (node.type === "application/json") return JSON.parse(node.textContent);
    if (node.type === "application/octet-stream") return geomap.unpacked(node.textContent);
    return inflated(node.textContent).json();
  }

  // What base64 of gzip holds, as a body to be read.
  function inflated(text) {
    const binary = atob(text);
    const bytes = new Uint8Array(binary.length);
    for (let index = 0; index < binary.length; index += 1) bytes[index] = binary.charCodeAt(index);
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Response(stream);
  }

  // The encoded polyline: differences of integers, five bits to a character; gives [lon, lat, lon, lat, ...] in degrees.
  function decoded(text, units) {
    const values = [];
    const last = [0, 0];
    let value = 0;
    let shift = 0;
    for (let index = 0; index < text.length; index += 1) {
      const bits = text.charCodeAt(index) - 63;
      value |= (bits & 31) << shift;
      shift += 5;
      if (bits < 32) {
        const axis = values.length & 1;
        last[axis] += value & 1 ? ~(value >> 1) : value >> 1;
        values.push(last[axis] / units);
        value = 0;
        shift = 0;
      }
    }
    return values;
  }

  // [[lat, lon], ...] as Leaflet takes them.
  function pairs(flat) {
    return Array.from({ length: flat.length / 2 }, (_, index) => [flat[2 * index + 1], flat[2 * index]]);
  }

  // Spherical Mercator with the world as the unit square, as Leaflet's tiles have it.
  function project(lat, lon) {
    const sine = Math.sin((Math.max(-85.05, Math.min(85.05, lat)) * Math.PI) / 180);
    return [lon / 360 + 0.5, 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)];
  }

  // A column of numbers made from another; the ways that JavaScript has for this take many times as long.
  function numbersOf(Type, column, number) {
    const made = new Type(column.length);
    for (let row = 0; row < column.length; row += 1) made[row] = number(column[row], row);
    return made;
  }

  function load(data) {
    // Names in the page's language stand before those that files bear.
    const { events } = data;
    const places = { ...data.places, ...data.places.local, filed: data.places };
    const spots = data.spots ? geomap.Spots.from(data.spots, places) : new geomap.Spots(places);
    const types = [...new Set(data.types.map((pair) => pair[0]))];
    const mainOf = data.types.map((pair) => types.indexOf(pair[0]));
    const model = {
      ...data,
      places,
      count: events.id.length,
      spots,
      spotOf: numbersOf(Int32Array, events.place, (place) => spots.of[place]),
      mainTypes: types,
      typeOf: numbersOf(Int16Array, events.type, (index) => mainOf[index]),
      starts: numbersOf(Float64Array, events.start, (start) => start ?? NaN),
      precisionOf: precisions(places, events.place),
      sources: sourcesOf(data),
    };
    model.standing = model.count - (events.change ? events.change.filter((kind) => kind === geomap.WITHDRAWN).length : 0);
    model.deaths = numbersOf(Int32Array, events.toll, (row) => (row === null ? -1 : data.tolls.fatalities[row] ?? data.tolls.fatalities_low[row] ?? -1));
    model.order = inTime(model.starts);
    geomap.spanYears(...spanOf(events));
    return model;
  }

  // The first and the last day of events.
  function spanOf({ first, last }) {
    let [from, to] = [Infinity, -Infinity];
    for (let event = 0; event < first.length; event += 1) {
      if (first[event] === null) continue;
      if (first[event] < from) from = first[event];
      if (last[event] > to) to = last[event];
    }
    return from > to ? [0, 0] : [from, to];
  }

  const UNDATED = 1e9; // minutes, later than any event

  // Events by their start, those without one last. One number stands for start and event, since numbers alone sort many times as fast.
  function inTime(starts) {
    const { length } = starts;
    if (isInTime(starts)) return numbersOf(Int32Array, starts, (_, event) => event);
    const keys = new Float64Array(length);
    for (let event = 0; event < length; event += 1) keys[event] = (Number.isNaN(starts[event]) ? UNDATED : starts[event]) * length + event;
    keys.sort();
    return numbersOf(Int32Array, keys, (key) => key - Math.floor(key / length) * length);
  }

  function isInTime(starts) {
    let last = -Infinity;
    for (const start of starts) {
      const own = Number.isNaN(start) ? Infinity : start;
      if (own < last) return false;
      last = own;
    }
    return true;
  }

  const PRECISIONS = ["place", "near", "area", "unplaced"];

  // How well the place of each event is known, as a number of PRECISIONS.
  function precisions({ lat, area, radius }, placeOf) {
    const known = lat.map((value, place) => (value === null ? 3 : area[place] ? 2 : (radius[place] || 0) > 5000 ? 1 : 0));
    return numbersOf(Int8Array, placeOf, (place) => known[place]);
  }

  // The names of sources, and for each report the number of its own.
  function sourcesOf({ posts, evidence }) {
    const numbers = new Map();
    let last;
    let number;
    const own = numbersOf(Int32Array, posts.source, (source) => {
      if (source !== last) {
        if (!numbers.has(source)) numbers.set(source, numbers.size);
        [last, number] = [source, numbers.get(source)];
      }
      return number;
    });
    return { names: [...numbers.keys()], of: numbersOf(Int32Array, evidence.post, (post_) => own[post_]) };
  }

  // Where the reports of an event end: those of the next follow.
  function evidenceEnd(model, event) {
    return event + 1 < model.count ? model.events.evidence[event + 1] : model.evidence.post.length;
  }

  // The reports of an event, oldest first; those of the next event follow.
  function evidenceOf(model, event) {
    const first = model.events.evidence[event];
    return Array.from({ length: evidenceEnd(model, event) - first }, (_, offset) => first + offset);
  }

  function post(model, evidence) {
    const index = model.evidence.post[evidence];
    const { source, title, url, time, precision, fetched } = model.posts;
    return { source: source[index], title: title[index], url: url[index], time: time[index], precision: precision[index], fetched: fetched[index] ?? null };
  }

  // The newest report: what it says stands first on the card, in lists and in files.
  function leadOf(model, event) {
    return evidenceEnd(model, event) - 1;
  }

  function headline(model, event) {
    const first = leadOf(model, event);
    return post(model, first).title || model.evidence.quote[first] || geomap.term("type", model.types[model.events.type[event]][0]);
  }

  function toll(model, row) {
    if (row === null) return null;
    return Object.fromEntries(Object.entries(model.tolls).map(([name, column]) => [name, column[row]]));
  }

  Object.assign(geomap, { block, inflated, decoded, pairs, project, load, PRECISIONS, evidenceOf, evidenceEnd, leadOf, post, headline, toll });
})((window.geomap = window.geomap || {}));
