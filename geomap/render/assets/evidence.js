// What an event rests on: quotations with the words that tell its facts, reports that disagree side by side, citations.
(function (geomap) {
  "use strict";

  const { el, t, term, foreign } = geomap;
  const FACTS = ["type", "place", "date", "actor", "killed", "injured", "missing", "displaced", "rescued", "arrested", "ill"]; // as render/spans.py counts
  const COUNTS = { killed: "fatalities", injured: "injured", missing: "missing", displaced: "displaced", rescued: "rescued", arrested: "arrested", ill: "ill" };
  const MINUTE = 60000;

  // A text with the words of its spans marked, which may overlap; `spans` are fact, start and end, one after the other.
  function marked(text, spans) {
    const edges = new Set([0, text.length]);
    for (let at = 0; at < spans.length; at += 3) edges.add(spans[at + 1]).add(spans[at + 2]);
    const cuts = [...edges].filter((edge) => edge >= 0 && edge <= text.length).sort((a, b) => a - b);
    return cuts.slice(1).map((end, index) => {
      const start = cuts[index];
      const told = FACTS.filter((_, fact) => covers(spans, fact, start, end));
      if (!told.length) return text.slice(start, end);
      return el(["mark", "gm-told", ...told.map((fact) => "gm-told-" + fact)].join("."), { title: told.map((fact) => t("told." + fact)).join(", ") }, text.slice(start, end));
    });
  }

  function covers(spans, fact, start, end) {
    for (let at = 0; at < spans.length; at += 3) if (spans[at] === fact && spans[at + 1] <= start && spans[at + 2] >= end) return true;
    return false;
  }

  function quotation(model, evidence) {
    return el("blockquote.gm-quote", { dir: "auto" }, marked(model.evidence.quote[evidence], model.evidence.spans[evidence] || []));
  }

  // What each report says of one aspect, as words; null where it says nothing.
  function aspects(model, event) {
    const { events, evidence, places, types } = model;
    const told = (row) => evidence.told[row] || {};
    const days = (found) => (found && found[0] !== null ? geomap.days(found[0], found[1], geomap.SHORT_DAY) : null);
    const counts = Object.entries(COUNTS).map(([name, column]) => ["told." + name, (row) => counted(geomap.toll(model, evidence.toll[row]), column)]);
    return [
      ["fact.where", (row) => told(row).place || places.name[events.place[event]]],
      ["fact.when", (row) => days(told(row).date || [events.first[event], events.last[event]])],
      ["told.type", (row) => term("sub", told(row).type || types[events.type[event]][1])],
      ["fact.modality", (row) => t("modality." + (told(row).modality || events.modality[event]))],
      ...counts,
    ];
  }

  function counted(toll, name) {
    if (!toll) return null;
    const [low, high] = [toll[name + "_low"] ?? null, toll[name + "_high"] ?? null];
    if (low !== null && high !== null && low !== high) return geomap.number(low) + "–" + geomap.number(high);
    const told = toll[name] ?? low;
    return told === null ? null : (low !== null && high === null ? "≥ " : "") + geomap.number(told);
  }

  // Reports side by side, as far as they disagree; nothing where they do not.
  function disagreement(model, event, reports) {
    const rows = aspects(model, event).map(([key, say]) => [key, reports.map(say)]).filter(([, said]) => new Set(said.filter((value) => value !== null)).size > 1);
    if (!rows.length) return null;
    const head = reports.map((row) => {
      const post = geomap.post(model, row);
      return el("th", { scope: "col" }, foreign(post.source), el("br"), el("small", {}, post.time === null ? t("post.undated") : geomap.instant(post.time)));
    });
    const line = ([key, said]) => el("tr", {}, el("th", { scope: "row" }, t(key)), said.map((value) => el("td", {}, value === null ? "–" : foreign(value))));
    return el("div.gm-scroll", { tabindex: "0", role: "group", "aria-label": t("disagree") },
      el("table.gm-disagree", {}, el("caption", {}, t("disagree")), el("thead", {}, el("tr", {}, el("td"), head)), el("tbody", {}, rows.map(line))));
  }

  // Quotation, source, headline, time and address, and when it was fetched; now, where the page does not know that.
  function citation(model, evidence) {
    const post = geomap.post(model, evidence);
    const parts = [t("quoted", { words: model.evidence.quote[evidence] }), post.source, post.title];
    parts.push(post.time === null ? t("post.undated") : geomap.published(post.time, post.precision), post.url);
    const seen = post.fetched === null ? "cite.accessed" : "cite.fetched";
    parts.push(t(seen, { time: geomap.published(post.fetched ?? Math.floor(Date.now() / MINUTE), 0) }));
    return parts.filter(Boolean).join(". ").replaceAll(/([.?!…]”?)\. /g, "$1 ") + ".";
  }

  function cite(model, evidence, button) {
    geomap.copy(citation(model, evidence), t("cite"), button);
  }

  Object.assign(geomap, { marked, quotation, disagreement, citation, cite });
})((window.geomap = window.geomap || {}));
