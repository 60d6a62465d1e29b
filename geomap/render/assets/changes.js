// What is new, revised and withdrawn since an earlier map: a sentence above the map, and marks in list, card and on the map.
(function (geomap) {
  "use strict";

  const { el, t, term, foreign } = geomap;
  const NAMES = ["same", "new", "revised", "withdrawn"];
  const WITHDRAWN = 3;
  const NAMED = 3; // places that the sentence names

  // What is withdrawn is hidden unless it is asked for.
  const changesHidden = () => new Set([WITHDRAWN]);
  const areSame = (one, other) => one.size === other.size && [...one].every((value) => other.has(value));
  const changesNamed = (text) => new Set(text.split(".").filter(Boolean).map(Number).filter((kind) => NAMES[kind]));

  function writeChanges(values, hidden) {
    if (!areSame(hidden, changesHidden())) values.set("changes", [...hidden].join("."));
  }

  const kindOf = (model, event) => (model.events.change ? NAMES[model.events.change[event]] || "same" : "same");

  function tag(model, event) {
    const kind = kindOf(model, event);
    return kind === "same" ? null : el("span.gm-change.gm-change-" + kind, {}, t("change." + kind));
  }

  // What was said before of one aspect of an event, as a list of one line or none.
  function saidBefore(model, event, aspect) {
    const told = model.changes && model.changes.before[event];
    if (!told || !(aspect in told)) return [];
    return [el("small.gm-before", {}, t("change.before"), " ", foreign(words(aspect, told[aspect]) || t("change.nothing")))];
  }

  function words(aspect, said) {
    if (said === null || aspect === "place") return said;
    if (aspect === "type") return term("sub", said);
    if (aspect === "modality") return t("modality." + said);
    return aspect === "date" ? geomap.days(said[0], said[said.length - 1]) : geomap.tollText(said);
  }

  // A marker with news bears the sign of them.
  function mark(icon, model, members) {
    if (!model.events.change) return;
    const kinds = new Set(members.flatMap(({ events }) => events.map((event) => kindOf(model, event))));
    const kind = NAMES.slice(1).find((name) => kinds.has(name));
    if (!kind || (kind === "withdrawn" && kinds.size > 1)) return;
    icon.classList.add("gm-marked-" + kind);
    icon.firstChild.append(", ", t("change." + kind));
  }

  // The sentence. Its numbers are buttons that show those events alone.
  function strip(model, filters) {
    const { changes, events } = model;
    const of = (kind) => events.change.flatMap((own, event) => (own === kind ? [event] : []));
    const counted = [1, 2, 3].map((kind) => [kind, of(kind)]).filter(([, found]) => found.length);
    const only = (kind) => new Set(NAMES.map((_, other) => other).filter((other) => other !== kind));
    const buttons = counted.map(([kind, found]) => {
      const choose = () => filters.change({ hiddenChanges: areSame(filters.hiddenChanges, only(kind)) ? changesHidden() : only(kind) });
      return el("button.gm-change.gm-change-" + NAMES[kind], { type: "button", click: choose }, t("change.n." + NAMES[kind], { n: found.length }));
    });
    filters.onChange(() => buttons.forEach((button, at) => button.setAttribute("aria-pressed", String(areSame(filters.hiddenChanges, only(counted[at][0]))))));
    const since = changes.newest === null ? t("change.since.run") : t("change.since", { time: geomap.published(changes.newest, 0) });
    return el("p.gm-since", {}, since, " ", buttons.length ? buttons.flatMap((button, at) => [at ? ", " : "", button]) : t("change.none"), ". ",
      placesOf(model, of(1), "change.places"), placesOf(model, of(2).filter((event) => changes.before[event].toll), "change.tolls"),
      changes.joined ? t("change.joined", { n: changes.joined }) : "");
  }

  function placesOf(model, events, key) {
    const names = [...new Set(events.map((event) => model.places.name[model.events.place[event]]))];
    if (!names.length) return "";
    const shown = names.slice(0, NAMED).flatMap((name, at) => [at ? ", " : "", foreign(name)]);
    return [t(key), " ", shown, names.length > NAMED ? " " + t("change.more", { n: names.length - NAMED }) : "", ". "];
  }

  Object.assign(geomap, { WITHDRAWN, changesHidden, changesNamed, writeChanges, areSame, changeTag: tag, saidBefore, markChange: mark, changesStrip: strip });
})((window.geomap = window.geomap || {}));
