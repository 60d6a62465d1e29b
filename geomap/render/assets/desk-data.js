// The data of the page as lines of corrections change it. What geomap makes of the same lines is decided by geomap/corrections.
(function (geomap) {
  "use strict";

  const POSITION = /^(-?\d+(?:\.\d+)?)(?:\s*[,;]\s*|\s+)(-?\d+(?:\.\d+)?)$/;
  const POSITION_RADIUS_M = 1000;
  const NEIGHBOUR_KM = 50; // a position set by hand has country and clock of a place no farther away
  const DAY = 1440; // minutes
  const DEGREES_PER_HOUR = 15;
  const NONE = "none";

  function position(text) {
    const found = POSITION.exec((text || "").trim());
    if (!found) return null;
    const [lat, lon] = [Number(found[1]), Number(found[2])];
    return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? [lat, lon] : null;
  }

  function kilometres([lat, lon], [otherLat, otherLon]) {
    const radians = Math.PI / 180;
    const x = (otherLon - lon) * Math.cos(((lat + otherLat) / 2) * radians);
    return 111.2 * Math.hypot(x, otherLat - lat);
  }

  // The minute, in UTC, at which a local day begins.
  function midnight(day, zone, lon) {
    const nautical = Math.round((lon || 0) / DEGREES_PER_HOUR) * 60;
    const guess = day * DAY - offset(day * DAY, zone, nautical);
    return day * DAY - offset(guess, zone, nautical);
  }

  function offset(minutes, zone, nautical) {
    if (!zone) return nautical;
    try {
      const format = new Intl.DateTimeFormat("en-GB", {
        timeZone: zone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric",
      });
      const at = Object.fromEntries(format.formatToParts(minutes * 60000).map(({ type, value }) => [type, Number(value)]));
      return Date.UTC(at.year, at.month - 1, at.day, at.hour, at.minute) / 60000 - minutes;
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      return nautical;
    }
  }

  function dayOf(text) {
    return Math.round(Date.parse(text + "T00:00:00Z") / 86400000);
  }

  // Copies of the tables that rows of events point to; they grow by what corrections need.
  class Growing {
    constructor(raw, desk) {
      this.raw = raw;
      this.desk = desk;
      this.types = raw.types.slice();
      this.reasons = raw.reasons.slice();
      this.tolls = copied(raw.tolls);
      this.posts = copied(raw.posts);
      this.evidence = { ...copied(raw.evidence), figures: raw.evidence.figures };
      this.places = copied(raw.places);
      if (raw.places.local) this.places.local = copied(raw.places.local);
      this.regions = raw.regions.outline.map((rings) => rings.map((text) => geomap.decoded(text, 1000)));
    }

    row(table, values) {
      const names = Object.keys(table).filter((name) => Array.isArray(table[name]) && name !== "outlines");
      for (const name of names) table[name].push(values[name] ?? null);
      return table[names[0]].length - 1;
    }

    numberOf(list, value, same) {
      const at = list.findIndex(same);
      return at >= 0 ? at : list.push(value) - 1;
    }

    type(sub) {
      const known = this.desk.types.find((pair) => pair[1] === sub) || [sub, sub];
      return this.numberOf(this.types, known, (pair) => pair[0] === known[0] && pair[1] === known[1]);
    }

    reason(text) {
      return this.numberOf(this.reasons, text, (each) => each === text);
    }

    // A new figure of killed or injured takes the range and the civilians of the old one away, unless the line gives them.
    toll(row, fields) {
      const toll = row === null ? { losses_claimed: false } : geomap.toll({ tolls: this.tolls }, row);
      if (fields.killed) Object.assign(toll, { fatalities_low: null, fatalities_high: null, fatalities_civilian: null });
      if (fields.injured) toll.injured_civilian = null;
      for (const [column, name] of Object.entries(this.desk.counts)) {
        if (fields[column]) toll[name] = fields[column].toLowerCase() === NONE ? null : Number(fields[column]);
      }
      return this.row(this.tolls, toll);
    }

    // A place by a gazetteer's id, a position, or another name for the place that there is; null where the page does not know it.
    place(row, text, name) {
      const found = text ? this.known(text) || this.point(text, row) : null;
      if (!found && (text || row === null)) return row;
      const before = row === null ? {} : Object.fromEntries(Object.entries(this.places).filter(([, column]) => Array.isArray(column)).map(([key, column]) => [key, column[row]]));
      const values = { ...(found || before), method: found ? "correction" : before.method };
      values.name = name || values.name;
      const at = this.row(this.places, values);
      if (this.places.local) this.row(this.places.local, { name: values.name, within: values.within });
      return at;
    }

    known(id) {
      const { places } = this.desk;
      const at = places.id.indexOf(id);
      return at < 0 ? null : Object.fromEntries(Object.keys(places).map((key) => [key, places[key][at]]));
    }

    point(text, row) {
      const at = position(text);
      if (!at) return null;
      const held = this.neighbour(at);
      const name = row === null ? text : this.places.name[row];
      return { name, lat: at[0], lon: at[1], radius: POSITION_RADIUS_M, kind: "settlement", area: 0, precision: 1, ...held };
    }

    neighbour(at) {
      let best = { within: null, country: null, zone: null };
      let closest = NEIGHBOUR_KM;
      for (const places of [this.raw.places, this.desk.places]) {
        places.lat.forEach((lat, row) => {
          if (lat === null || places.area[row]) return;
          const distance = kilometres(at, [lat, places.lon[row]]);
          if (distance < closest) [best, closest] = [{ within: places.within[row], country: places.country[row], zone: places.zone[row] }, distance];
        });
      }
      return best;
    }

    region(place) {
      const [lat, lon] = [this.places.lat[place], this.places.lon[place]];
      const at = lat === null ? -1 : this.regions.findIndex((rings) => within(rings, lon, lat));
      return at < 0 ? null : at;
    }
  }

  function copied(table) {
    return Object.fromEntries(Object.entries(table).map(([name, column]) => [name, Array.isArray(column) ? column.slice() : column]));
  }

  // Whether rings go round a point: a line from it crosses them an odd number of times.
  function within(rings, x, y) {
    let inside = false;
    for (const ring of rings) {
      for (let at = 0, before = ring.length - 2; at < ring.length; before = at, at += 2) {
        const [x1, y1, x2, y2] = [ring[at], ring[at + 1], ring[before], ring[before + 1]];
        if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) inside = !inside;
      }
    }
    return inside;
  }

  function rowsOf(raw) {
    const names = Object.keys(raw.events);
    const rows = new Map();
    const { id, evidence } = raw.events;
    id.forEach((event, index) => {
      const row = Object.fromEntries(names.map((name) => [name, raw.events[name][index]]));
      const end = index + 1 < id.length ? evidence[index + 1] : raw.evidence.post.length;
      row.evidence = Array.from({ length: end - evidence[index] }, (_, at) => evidence[index] + at);
      rows.set(event, row);
    });
    return rows;
  }

  // An event that a line adds; none where it has no type or no place that the page knows.
  function added(tables, id, fields) {
    const place = tables.place(null, fields.place, fields.name);
    if (place === null || !fields.type) return null;
    const post = tables.row(tables.posts, { source: fields.source || "corrections", title: null, url: fields.url || null, time: null });
    const evidence = tables.row(tables.evidence, { post, quote: fields.quote || "" });
    const cast = tables.raw.casts.findIndex((actors) => !actors.length);
    if (cast < 0) tables.casts = [...tables.raw.casts, []];
    return {
      id, type: 0, place, start: null, end: null, first: null, last: null, precision: null, basis: null, modality: "reported", confidence: 100,
      cast: cast < 0 ? tables.raw.casts.length : cast, attribution: null, toll: null, evidence: [evidence], reasons: [], region: tables.region(place),
    };
  }

  function correct(tables, row, fields, isNew) {
    const changed = [];
    if (fields.type && fields.type !== geomap.corrections.NOT_AN_EVENT) {
      row.type = tables.type(fields.type);
      changed.push("type");
    }
    if (!isNew && (fields.place || fields.name)) {
      row.place = tables.place(row.place, fields.place, fields.name);
      row.region = tables.region(row.place);
      changed.push("place");
    }
    if (fields.date) {
      date(tables, row, fields.date);
      changed.push("date");
    }
    if (fields.modality) {
      row.modality = fields.modality.toLowerCase();
      changed.push("modality");
    }
    const counts = Object.keys(tables.desk.counts).filter((name) => fields[name]);
    if (counts.length) {
      row.toll = tables.toll(row.toll, fields);
      for (const evidence of row.evidence) tables.evidence.toll[evidence] = row.toll;
      changed.push(...counts);
    }
    const text = isNew ? "the event is added by hand, and corrected by hand" : changed.join(" and ").replaceAll("_", " ") + (changed.length > 1 ? " are" : " is") + " corrected by hand";
    if (changed.length) row.reasons = [...row.reasons, [tables.reason(text), 1]];
  }

  function date(tables, row, text) {
    const [first, last] = text.split("/").map((part) => dayOf(part.trim()));
    const end = last === undefined ? first : last;
    if (Number.isNaN(first) || Number.isNaN(end) || end < first) return;
    const zone = tables.places.zone[row.place];
    const lon = tables.places.lon[row.place];
    Object.assign(row, { first, last: end, start: midnight(first, zone, lon), end: midnight(end + 1, zone, lon), precision: 1, basis: "corrected" });
  }

  // An event joined to another gives it its reports, in the order of their times.
  function join(tables, rows, lines) {
    for (const [id, { same_as: target, type }] of lines) {
      const head = headOf(target, lines);
      if (!target || type === geomap.corrections.NOT_AN_EVENT || !rows.has(id) || !rows.has(head) || head === id) continue;
      const row = rows.get(head);
      const time = (evidence) => tables.posts.time[tables.evidence.post[evidence]] ?? -Infinity;
      row.evidence = [...row.evidence, ...rows.get(id).evidence].sort((a, b) => time(a) - time(b) || a - b);
      row.reasons = [...row.reasons, [tables.reason("what is one incident is corrected by hand"), 1]];
      rows.delete(id);
    }
  }

  function headOf(id, lines) {
    const seen = new Set();
    let head = id;
    while (head && !seen.has(head) && lines.get(head) && lines.get(head).same_as) {
      seen.add(head);
      head = lines.get(head).same_as;
    }
    return head;
  }

  // Gives data as the page's own, with the corrections of `lines`, which are fields by the ids of events.
  function corrected(raw, lines, desk) {
    const tables = new Growing(raw, desk);
    const rows = rowsOf(raw);
    for (const [id, fields] of lines) {
      const isNew = !rows.has(id) && id.startsWith(geomap.corrections.ADDED);
      const row = isNew ? added(tables, id, fields) : rows.get(id);
      if (!row) continue;
      rows.set(id, row);
      correct(tables, row, fields, isNew);
    }
    join(tables, rows, lines);
    for (const [id, { type }] of lines) if (type === geomap.corrections.NOT_AN_EVENT) rows.delete(id);
    return packed(raw, tables, [...rows.values()]);
  }

  function packed(raw, tables, rows) {
    const order = rows.flatMap(({ evidence }) => evidence);
    let next = 0;
    const starts = rows.map(({ evidence }) => (next += evidence.length) - evidence.length);
    const events = Object.fromEntries(Object.keys(raw.events).map((name) => [name, name === "evidence" ? starts : rows.map((row) => row[name])]));
    const evidence = Object.fromEntries(Object.entries(tables.evidence).filter(([name]) => name !== "figures").map(([name, column]) => [name, order.map((row) => column[row])]));
    evidence.figures = {};
    order.forEach((row, at) => {
      if (tables.evidence.figures[row]) evidence.figures[at] = tables.evidence.figures[row];
    });
    const { types, reasons, tolls, posts, places } = tables;
    return { ...raw, events, evidence, types, reasons, tolls, posts, places, casts: tables.casts || raw.casts };
  }

  Object.assign(geomap, { corrected, position, kilometres });
})((window.geomap = window.geomap || {}));
