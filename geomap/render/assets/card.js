// What is known of an event, in words: the card in a popup.
(function (geomap) {
  "use strict";

  const { el, t, term, foreign, link } = geomap;

  function when(model, event) {
    const { events } = model;
    if (events.start[event] === null) return [t("when.unknown")];
    const between = { from: geomap.instant(events.start[event]), to: geomap.instant(events.end[event]) };
    return [
      el("span", {}, geomap.days(events.first[event], events.last[event], geomap.LONG_DAY), " ", el("small", {}, t("when.local"))),
      el("small", {}, t("utc", between)),
      el("small", {}, t("precision.time." + events.precision[event]), "; ", t("basis." + events.basis[event])),
    ];
  }

  // The place's name with what holds it.
  function placeName(model, place) {
    const { name, within, country } = model.places;
    const rest = [within[place], geomap.country(country[place])].filter((part) => part && part !== name[place]);
    return el("span", {}, foreign(name[place]), rest.length ? [", ", foreign(rest.join(", "))] : null);
  }

  // How exact the place is, in words a reader understands.
  function precision(model, place) {
    const { lat, area, radius, kind, method, relation } = model.places;
    if (lat[place] === null) return t("where.none");
    if (method[place] === "table" && !radius[place]) return t("where.table");
    const reach = radius[place] ? geomap.distance(radius[place]) : null;
    if (method[place] === "coarsened") return t("where.coarsened", { distance: reach });
    const said = relation[place] ? [t("where.relation"), " ", foreign(t("quoted", { words: relation[place] })), ": "] : [];
    if (area[place]) return [...said, t(geomap.has("where.area." + kind[place]) ? "where.area." + kind[place] : "where.area")];
    return [...said, reach ? t("where.within", { distance: reach }) : t("where.point")];
  }

  function tollText(toll) {
    if (!toll) return null;
    const others = ["injured", "missing", "displaced", "rescued", "arrested", "ill"].map((name) => count(toll, name, name));
    const parts = [count(toll, "fatalities", "killed"), ...others].filter(Boolean);
    if (toll.losses_claimed && parts.length) parts.push(t("toll.claimed"));
    return parts.length ? parts.join("; ") : null;
  }

  function count(toll, name, word) {
    const low = toll[name + "_low"] ?? null;
    const high = toll[name + "_high"] ?? null;
    const civilian = toll[name + "_civilian"] ?? null;
    const told = toll[name];
    let text = null;
    if (low !== null && high !== null && low !== high) text = t("toll.range." + word, { low, high });
    else if (low !== null && high === null && told === null) text = t("toll.least." + word, { n: low });
    else if (told !== null) text = t(low !== null && high === null ? "toll.least." + word : "toll." + word, { n: told });
    return text && civilian !== null ? text + " " + t("toll.civilian", { n: civilian }) : text;
  }

  // The words that tell the numbers of a report, where its quotation does not.
  function figures(model, evidence) {
    const text = model.evidence.figures[evidence];
    const spans = model.evidence.figure_spans[evidence] || [];
    return text ? el("div.gm-figures", {}, el("small", {}, t("figures")), el("blockquote.gm-quote", { dir: "auto" }, geomap.marked(text, spans))) : null;
  }

  // One report of the incident; `quoted` is what stands at the head of the card and need not be said again.
  function report(model, evidence, zone, lead) {
    const post = geomap.post(model, evidence);
    const time = post.time === null
      ? t("post.undated")
      : [geomap.published(post.time, post.precision), post.precision === 0 && zone && zone !== "UTC" ? [" ", el("small", {}, t("post.local", { time: geomap.clock(post.time, zone) }))] : null];
    const told = tollText(geomap.toll(model, model.evidence.toll[evidence]));
    return el("li.gm-report", {},
      evidence === lead ? null : geomap.quotation(model, evidence),
      figures(model, evidence),
      el("p.gm-source", {}, foreign(post.source), " · ", time, told ? [" · ", told] : null),
      post.title && evidence !== lead ? el("p.gm-source", {}, foreign(post.title)) : null,
      el("p.gm-source.gm-cite", {}, post.url ? [link(post.url, t("post.open")), " · "] : null,
        el("button.gm-link", { type: "button", click: (click) => geomap.cite(model, evidence, click.currentTarget) }, t("cite"))),
    );
  }

  function reasons(model, event) {
    const own = model.events.reasons[event];
    if (!own.length) return null;
    const rows = own.map(([row, weight]) => el("li", {}, weight < 0 ? "− " : "+ ", foreign(model.reasons[row])));
    return el("details.gm-why", {}, el("summary", {}, t("confidence.why")), el("ul", {}, rows));
  }

  // A fact lights up the words that tell it, as page.css says.
  function fact(kind, ...value) {
    return value.flat().every((part) => part === null) ? null : el("div.gm-fact.gm-fact-" + kind, {}, el("dt", {}, t("fact." + kind)), el("dd", {}, value));
  }

  function lines(parts) {
    return parts.map((part) => el("span.gm-line", {}, part));
  }

  function facts(model, event) {
    const { events } = model;
    const place = events.place[event];
    const actors = model.casts[events.cast[event]];
    const sure = events.confidence[event];
    const before = (aspect) => geomap.saidBefore(model, event, aspect);
    return el("dl.gm-facts", {},
      fact("where", lines([placeName(model, place), el("small", {}, precision(model, place)), ...before("place")])),
      fact("when", lines([...when(model, event), ...before("date")])),
      fact("actors", actors.length ? actors.map((actor, index) => [index ? ", " : "", foreign(actor)]) : null),
      fact("toll", [tollText(geomap.toll(model, events.toll[event])), ...before("toll")]),
      fact("modality", [t("modality." + events.modality[event]), events.attribution[event] ? [" – ", foreign(events.attribution[event])] : null, ...before("modality")]),
      fact("confidence", [
        el("span", {}, t("confidence." + (sure >= 80 ? "high" : sure >= 50 ? "middle" : "low")), " "),
        el("small", {}, t("confidence.share", { n: sure })),
        reasons(model, event),
      ]),
    );
  }

  // A word for what is not simply reported.
  function modalityTag(model, event) {
    const modality = model.events.modality[event];
    return modality === "reported" ? null : el("span.gm-said", {}, t("modality." + modality));
  }

  // Whether someone put the event right: its place, its day, or what the reasons say in so many words.
  function corrected(model, event) {
    const { events, places } = model;
    return places.method[events.place[event]] === "correction" || events.basis[event] === "corrected"
      || events.reasons[event].some(([row]) => model.reasons[row].endsWith("corrected by hand"));
  }

  function kicker(model, event) {
    const [type, sub] = model.types[model.events.type[event]];
    const words = term("type", type) + (sub && sub !== type ? " · " + term("sub", sub) : "");
    return el("p.gm-kicker", {}, geomap.symbolOf(model, event, 16), modalityTag(model, event), foreign(words, "span"), corrected(model, event) ? el("span.gm-note", {}, t("corrected")) : null, geomap.changeTag(model, event));
  }

  // The whole card. `level` is that of its heading.
  function card(model, event, level) {
    const reports = geomap.evidenceOf(model, event);
    const zone = model.places.zone[model.events.place[event]];
    const lead = geomap.leadOf(model, event);
    return el("article.gm-card", { "data-event": model.events.id[event] },
      kicker(model, event),
      geomap.saidBefore(model, event, "type"),
      foreign(geomap.headline(model, event), "h" + level),
      model.evidence.quote[lead] ? geomap.quotation(model, lead) : null,
      facts(model, event),
      reports.length > 1 ? el("p.gm-reports", {}, t("reports", { n: reports.length })) : null,
      reports.length > 1 ? geomap.disagreement(model, event, reports) : null,
      el("ol.gm-quotes", {}, reports.slice().reverse().map((evidence) => report(model, evidence, zone, lead))),
      el("p.gm-actions", {}, el("button.gm-small", { type: "button", click: (click) => copyLink(model, event, click.currentTarget) }, t("copy.link"))),
    );
  }

  function copyLink(model, event, button) {
    geomap.copy(geomap.addressOf(model.events.id[event]), t("copy.link"), button);
  }

  // What stands for the event in lists: its sentence, as one headline may stand over many events.
  function summary(model, event) {
    const { events, places } = model;
    const [type] = model.types[events.type[event]];
    const date = events.first[event] === null ? t("when.unknown") : geomap.days(events.first[event], events.last[event], geomap.SHORT_DAY);
    const quote = model.evidence.quote[geomap.leadOf(model, event)] || term("type", type);
    return { type: term("type", type), date, place: places.name[events.place[event]], quote };
  }

  Object.assign(geomap, { modalityTag, card, report, summary, placeName, precision, tollText });
})((window.geomap = window.geomap || {}));
