// Events in the order of the names of their places.
(function (geomap) {
  "use strict";

  // Names in the order of a language; more would take many seconds. A page of very many events has a worker for those, see packed.js.
  const ORDER = { mostCollated: 100000 };

  // Puts the places in order, which is done once. Gives a promise where this goes on beside the page, else null.
  function placeRanks(model) {
    if (model.rankOf) return null;
    const { name } = model.places;
    if (geomap.ranked && name.length > ORDER.mostCollated) {
      if (!model.ranking) model.ranking = geomap.ranked(name).then((ranks) => Object.assign(model, { rankOf: ranks }));
      return model.ranking;
    }
    model.rankOf = collated(Array.from(name));
    return null;
  }

  // The rank of each name; names that the language of the page does not tell apart have one rank.
  function collated(own) {
    const { compare } = new Intl.Collator(geomap.language());
    const ranks = new Map();
    let [last, rank] = [null, -1];
    for (const name of [...new Set(own)].sort(own.length > ORDER.mostCollated ? undefined : compare)) {
      if (last === null || own.length > ORDER.mostCollated || compare(name, last)) rank += 1;
      ranks.set(name, rank);
      last = name;
    }
    return own.map((name) => ranks.get(name));
  }

  // Numbers are sorted, many times as fast as names.
  function byPlace({ rankOf, events: { place } }, events) {
    const { length } = events;
    const keys = Float64Array.from(events, (event, at) => rankOf[place[event]] * length + at).sort();
    return keys.map((key) => events[key % length]);
  }

  Object.assign(geomap, { ORDER, placeRanks, byPlace });
})((window.geomap = window.geomap || {}));
