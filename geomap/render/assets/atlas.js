// The surroundings of the events: towns and villages from the gazetteer, kept in squares so that only those in view are looked at.
(function (geomap) {
  "use strict";

  const SQUARE = 0.25; // degrees
  // From which zoom a settlement of so many people (in hundreds) has its name, where there is room; the smallest come last.
  const STEPS = [[1000, 8], [200, 8.5], [50, 9], [3, 9.5]];
  const LAST = 10;
  const LARGE = 50;
  const FROM = 8;
  const MOST_SQUARES = 400; // more than a view holds at the first of these zooms

  const keyOf = (column, row) => column * 4096 + row;

  class Atlas {
    constructor({ units, name, at, people, exact }) {
      this.names = name.split("\n");
      this.people = people;
      this.exact = exact;
      this.squares = new Map();
      const steps = geomap.decoded(at, 1);
      let [column, row] = [0, 0];
      this.lat = new Float64Array(people.length);
      this.lon = new Float64Array(people.length);
      for (let town = 0; town < people.length; town += 1) {
        // Each position was written for itself, so what is decoded is a running sum.
        [column, row] = [steps[2 * town], steps[2 * town + 1]];
        [this.lon[town], this.lat[town]] = [column / units, row / units];
        const key = keyOf(Math.floor(this.lon[town] / SQUARE), Math.floor(this.lat[town] / SQUARE));
        if (!this.squares.has(key)) this.squares.set(key, []);
        this.squares.get(key).push(town);
      }
    }

    // The settlements to be named in a view, the largest first.
    within(bounds, zoom) {
      if (zoom < FROM) return [];
      const [west, east, south, north] = [bounds.getWest(), bounds.getEast(), bounds.getSouth(), bounds.getNorth()].map((side) => Math.floor(side / SQUARE));
      if ((east - west + 1) * (north - south + 1) > MOST_SQUARES) return [];
      const found = [];
      for (let column = west; column <= east; column += 1) {
        for (let row = south; row <= north; row += 1) found.push(...(this.squares.get(keyOf(column, row)) || []));
      }
      const shown = found.filter((town) => fromOf(this.people[town]) <= zoom);
      shown.sort((a, b) => (this.people[b] || 0) - (this.people[a] || 0) || a - b);
      return shown.map((town) => this.row(town));
    }

    row(town) {
      // Where a settlement stands only roughly it has no dot.
      const kind = this.exact[town] === "0" ? "about" : this.people[town] >= LARGE ? "city" : "village";
      return geomap.labelled(kind, this.names[town], this.lat[town], this.lon[town]);
    }
  }

  function fromOf(people) {
    const step = STEPS.find(([least]) => people !== null && people >= least);
    return step ? step[1] : LAST;
  }

  Object.assign(geomap, { Atlas });
})((window.geomap = window.geomap || {}));
