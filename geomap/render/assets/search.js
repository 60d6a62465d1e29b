// Finds events by their words. The words of thousands of rows are one text, in which a needle is looked for many times as fast as in each.
(function (geomap) {
  "use strict";

  const TOGETHER = 4096; // rows of a block, unless the page's data has blocks of its own
  const END = "\0"; // of a row
  const BETWEEN = "\n"; // the words of a row

  // Letters without case and accents; plain letters are the most, and need no more than this.
  const fold = (text) => (/[\u0080-\uffff]/.test(text) ? text.normalize("NFD").replace(/\p{M}/gu, "") : text).toLowerCase();

  // The words of the rows of a table, folded when something is looked for.
  class Words {
    constructor(length, words) {
      this.length = length;
      this.words = words;
      this.together = TOGETHER;
    }

    // A column of texts. Packed ones stand in blocks already.
    static column(texts) {
      const made = new Words(texts.length, (row) => [texts[row]]);
      return texts.blocks ? Object.assign(made, { together: texts.together, told: texts.blocks }) : made;
    }

    blocks() {
      if (!this.read) this.read = (this.told ? this.told() : this.joined()).map(block);
      return this.read;
    }

    joined() {
      return Array.from({ length: Math.ceil(this.length / this.together) }, (_, at) => {
        const rows = Math.min(this.together, this.length - at * this.together);
        return Array.from({ length: rows }, (_row, row) => this.words(at * this.together + row).join(BETWEEN).replaceAll(END, " ")).join(END);
      });
    }

    // Of each row, whether it holds the needle.
    holding(needle) {
      const found = new Uint8Array(this.length);
      this.blocks().forEach(({ text, ends }, number) => {
        let row = 0;
        for (let at = text.indexOf(needle); at >= 0; at = row < ends.length ? text.indexOf(needle, ends[row - 1]) : -1) {
          while (ends[row] <= at) row += 1;
          found[number * this.together + row] = 1;
          row += 1;
        }
      });
      return found;
    }
  }

  // A folded text, and where each of its rows ends.
  function block(told) {
    const text = fold(told);
    const ends = [];
    for (let at = text.indexOf(END); at >= 0; at = text.indexOf(END, at + 1)) ends.push(at + 1);
    ends.push(text.length + 1);
    return { text, ends: Uint32Array.from(ends) };
  }

  // Rows of a table by two of their words, such as region and country: each pair stands once.
  function pairs(one, other) {
    const known = new Map();
    const listed = [];
    const of = new Int32Array(one.length);
    for (let row = 0; row < one.length; row += 1) {
      if (row && one[row] === one[row - 1] && other[row] === other[row - 1]) {
        of[row] = of[row - 1];
        continue;
      }
      let rest = known.get(one[row]);
      if (!rest) known.set(one[row], (rest = new Map()));
      let number = rest.get(other[row]);
      if (number === undefined) {
        rest.set(other[row], (number = listed.length));
        listed.push([one[row], other[row]]);
      }
      of[row] = number;
    }
    return { listed, of };
  }

  // The words of events by the tables that they stand in: each text is folded once, whatever number of events has it.
  class Search {
    constructor(model) {
      const { places, types, casts, posts, sources, evidence, made } = model;
      const { listed, of } = pairs(places.within, places.country);
      const spelled = Object.entries(places.spellings || {});
      this.model = model;
      this.regionOf = of;
      this.spelled = spelled.map(([row]) => Number(row));
      this.tables = {
        place: Words.column(places.name),
        region: new Words(listed.length, (row) => [listed[row][0], geomap.country(listed[row][1])]),
        spelling: new Words(spelled.length, (row) => spelled[row][1]),
        type: new Words(types.length, (row) => [...types[row], geomap.term("type", types[row][0]), geomap.term("sub", types[row][1])]),
        cast: new Words(casts.length, (row) => casts[row]),
        title: made.wordless ? new Words(0) : Words.column(posts.title),
        source: Words.column(sources.names),
        quote: made.wordless ? new Words(0) : Words.column(evidence.quote),
      };
      // Without names of the page's language the names of files are the same.
      if (places.filed.name !== places.name) this.tables.filed = Words.column(places.filed.name);
      this.attributed = new Map(); // the texts that say whose claim an event is, folded
    }

    // Of each place, whether its names, its region or its country hold the needle.
    places(found) {
      const { place, region, spelling, filed } = found;
      for (let row = 0; row < place.length; row += 1) if ((filed && filed[row]) || region[this.regionOf[row]]) place[row] = 1;
      this.spelled.forEach((row, at) => {
        if (spelling[at]) place[row] = 1;
      });
      return place;
    }

    // A function that tells whether an event holds the needle.
    finder(needle) {
      const { model } = this;
      const { place, type, cast, attribution } = model.events;
      const found = Object.fromEntries(Object.entries(this.tables).map(([name, words]) => [name, words.holding(needle)]));
      const places = this.places(found);
      const reported = (event) => {
        const end = geomap.evidenceEnd(model, event);
        for (let row = model.events.evidence[event]; row < end; row += 1) {
          if (found.quote[row] || found.source[model.sources.of[row]] || found.title[model.evidence.post[row]]) return true;
        }
        return false;
      };
      return (event) => Boolean(places[place[event]] || found.type[type[event]] || found.cast[cast[event]] || this.claimed(attribution[event], needle) || reported(event));
    }

    claimed(name, needle) {
      if (!name) return false;
      let folded = this.attributed.get(name);
      if (folded === undefined) this.attributed.set(name, (folded = fold(name)));
      return folded.includes(needle);
    }
  }

  Object.assign(geomap, { Search, fold });
})((window.geomap = window.geomap || {}));
