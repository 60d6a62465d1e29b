// The points of the map: places that stand on one point are one spot, held in columns, so that a million of them are no burden.
(function (geomap) {
  "use strict";

  const GRAIN = 1e4; // steps of a degree within which two places stand on one point

  class Spots {
    constructor(places) {
      const { length } = places.name;
      this.places = places;
      this.length = 0;
      this.hasAreas = places.area.some(Boolean);
      this.of = new Int32Array(length).fill(-1); // of each place its spot, -1 without a position
      this.place = new Int32Array(length);
      for (const name of ["lat", "lon", "x", "y"]) this[name] = new Float64Array(length);
      this.area = new Uint8Array(length);
      const points = new Points(length);
      const areas = new Map();
      for (let place = 0; place < length; place += 1) {
        if (places.lat[place] === null) continue;
        const known = places.area[place] ? known_(areas, areaKey(places, place), this.length) : points.known(places.lat[place], places.lon[place], this.length);
        this.of[place] = known;
        if (known === this.length) this.add(place);
      }
    }

    // Points that were made elsewhere, from their columns.
    static from(columns, places) {
      return Object.assign(Object.create(Spots.prototype), columns, { places });
    }

    add(place) {
      const { lat, lon, area } = this.places;
      const id = this.length++;
      const [x, y] = geomap.project(lat[place], lon[place]);
      [this.place[id], this.lat[id], this.lon[id], this.x[id], this.y[id], this.area[id]] = [place, lat[place], lon[place], x, y, area[place] ? 1 : 0];
    }

    // One spot as an object.
    at(id) {
      return { id, place: this.place[id], lat: this.lat[id], lon: this.lon[id], x: this.x[id], y: this.y[id], area: this.area[id] === 1 };
    }

    isCountry(id) {
      return this.places.kind[this.place[id]] === "country";
    }

    // The country of each spot as a number, with the codes that the numbers stand for; 0 where none is known.
    countries() {
      if (!this.codes) {
        const numbers = new Map([[null, 0]]);
        this.countryOf = new Uint16Array(this.length);
        for (let id = 0; id < this.length; id += 1) this.countryOf[id] = known_(numbers, this.places.country[this.place[id]] || null, numbers.size);
        this.codes = [...numbers.keys()];
      }
      return { of: this.countryOf, codes: this.codes };
    }
  }

  const areaKey = ({ name, outline, radius, lat }, place) => [name[place], outline[place], radius[place], lat[place]].join(" ");

  function known_(map, key, fresh) {
    const known = map.get(key);
    if (known !== undefined) return known;
    map.set(key, fresh);
    return fresh;
  }

  // Points by their rounded position. A table of numbers: a Map of as many keys takes several times as long.
  class Points {
    constructor(most) {
      let size = 16;
      while (size < 2 * most) size *= 2;
      this.mask = size - 1;
      this.cells = new Int32Array(size).fill(-1);
      [this.rows, this.columns] = [new Int32Array(size), new Int32Array(size)];
    }

    // The number that the point at this position has; `fresh` where it is new.
    known(lat, lon, fresh) {
      const [row, column] = [Math.round(lat * GRAIN), Math.round(lon * GRAIN)];
      let cell = (Math.imul(row, 73856093) ^ Math.imul(column, 19349663)) & this.mask;
      while (this.cells[cell] >= 0 && (this.rows[cell] !== row || this.columns[cell] !== column)) cell = (cell + 1) & this.mask;
      if (this.cells[cell] < 0) [this.cells[cell], this.rows[cell], this.columns[cell]] = [fresh, row, column];
      return this.cells[cell];
    }
  }

  Object.assign(geomap, { Spots });
})((window.geomap = window.geomap || {}));
