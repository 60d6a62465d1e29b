// What is shown as a file: GeoJSON or CSV with the names that geomap's own files have.
(function (geomap) {
  "use strict";

  const { el, t } = geomap;
  const iso = (minutes) => (minutes === null ? null : new Date(minutes * 60000).toISOString().replace(".000Z", "Z"));
  const PUBLISHED_TO = ["time", "day", "month"];
  const COUNTS = [
    "fatalities", "fatalities_low", "fatalities_high", "fatalities_civilian", "injured", "injured_civilian", "missing", "displaced", "rescued", "arrested",
    "ill",
  ];
  const isoDay = (day) => (day === null ? null : new Date(day * 86400000).toISOString().slice(0, 10));

  function properties(model, event) {
    const { events, places } = model;
    const place = events.place[event];
    const first = geomap.leadOf(model, event);
    const post = geomap.post(model, first);
    const actors = model.casts[events.cast[event]];
    const toll = geomap.toll(model, events.toll[event]) || {};
    const [type, sub] = model.types[events.type[event]];
    return {
      event_id: events.id[event], event_type: type, sub_event_type: sub,
      start_time: iso(events.start[event]), end_time: iso(events.end[event]),
      event_date: isoDay(events.first[event]), event_date_end: isoDay(events.last[event]), time_precision: events.precision[event],
      published_time: iso(post.time), published_precision: post.time === null ? null : PUBLISHED_TO[post.precision],
      place_name: places.filed.name[place], latitude: places.lat[place], longitude: places.lon[place],
      geo_precision: places.precision[place], coordinate_uncertainty_m: places.radius[place], geo_method: places.method[place],
      admin1: places.filed.within[place], country: places.country[place], actor1: actors[0] ?? null, actor2: actors[1] ?? null,
      ...Object.fromEntries(COUNTS.map((name) => [name, toll[name] ?? null])), losses_claimed: toll.losses_claimed ?? false,
      modality: events.modality[event], quote: model.evidence.quote[first], source: post.source, source_url: post.url,
      confidence: events.confidence[event] / 100,
    };
  }

  function geojson(model, shown) {
    const features = Array.from(shown, (event) => {
      const own = properties(model, event);
      const geometry = own.latitude === null ? null : { type: "Point", coordinates: [own.longitude, own.latitude] };
      return { type: "Feature", geometry, properties: own };
    });
    return JSON.stringify({ type: "FeatureCollection", features });
  }

  // A cell that a spreadsheet would run as a formula gets an apostrophe before it.
  function cell(value) {
    if (value === null) return "";
    let text = String(value);
    if (typeof value === "string" && /^[=+\-@\t\r]/.test(text)) text = "'" + text;
    return /[",\r\n]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text;
  }

  function csv(model, shown) {
    const rows = Array.from(shown, (event) => properties(model, event));
    const names = rows.length ? Object.keys(rows[0]) : ["event_id"];
    return "\ufeff" + [names.join(","), ...rows.map((row) => names.map((name) => cell(row[name])).join(","))].join("\r\n") + "\r\n";
  }

  function save(name, blob) {
    const address = URL.createObjectURL(blob);
    const anchor = el("a", { href: address, download: name });
    anchor.click();
    window.setTimeout(() => URL.revokeObjectURL(address), 10000);
  }

  function downloads(model, filters, map) {
    const file = (label, name, type, write) => [el("button.gm-small", { type: "button", click: () => save(name, new Blob([write(model, filters.shown)], { type })) }, label), " "];
    const code = geomap.embedCode();
    return el("section.gm-downloads", {}, el("h2", {}, t("download")), el("p", {}, t("download.note")), geomap.sandboxNote(),
      file("GeoJSON", "events.geojson", "application/geo+json", geojson), file("CSV", "events.csv", "text/csv", csv),
      el("button.gm-small", { type: "button", click: () => geomap.savePicture(map, model) }, t("picture")), " ",
      el("button.gm-small", { type: "button", click: () => geomap.saveVector(map, model) }, t("vector")), " ",
      el("button.gm-small", { type: "button", click: () => window.print() }, t("print")),
      code ? [" ", el("button.gm-small", { type: "button", click: (click) => geomap.copy(geomap.embedCode(), t("embed.copy"), click.currentTarget) }, t("embed.copy"))] : null);
  }

  Object.assign(geomap, { downloads, save, geojson, csv });
})((window.geomap = window.geomap || {}));
