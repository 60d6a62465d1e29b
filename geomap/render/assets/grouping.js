// Events by spot, and the spots in view joined into groups that do not cover each other. All in columns of numbers: a step of the
// time line over a million events passes through them in some tens of milliseconds, so no worker and no index of zooms is needed.
(function (geomap) {
  "use strict";

  const REACH = 34; // pixels within which symbols would cover each other
  const MANY = 3000; // spots in view above which those of one cell are joined before they are compared
  const CELL = 17; // pixels
  const MARGIN = 60; // pixels around the view in which symbols are drawn too
  const MOST_NAMED = 3; // places outside the view
  const MOST_TOLD = 3; // places of a group that readers hear of
  const MOST_POSITIONS = 30; // of a country

  class Grouping {
    constructor(model) {
      this.model = model;
    }

    // The events of each spot stand one after another in one column: where those of a spot begin, and how many they are.
    show(events) {
      const { spots, spotOf } = this.model;
      this.events = events;
      if (this.spots !== spots) {
        this.spots = spots;
        for (const name of ["counts", "starts", "group"]) this[name] = new Int32Array(spots.length);
      }
      const { counts, starts } = this;
      counts.fill(0);
      const active = new Int32Array(Math.min(events.length, spots.length));
      let found = 0;
      for (const event of events) {
        const spot = spotOf[event];
        if (spot >= 0 && counts[spot]++ === 0) active[found++] = spot;
      }
      this.active = active.subarray(0, found);
      let sum = 0;
      for (const spot of this.active) {
        starts[spot] = sum;
        sum += counts[spot];
      }
      this.sorted = new Int32Array(sum);
      for (const event of events) if (spotOf[event] >= 0) this.sorted[starts[spotOf[event]]++] = event;
      for (const spot of this.active) starts[spot] -= counts[spot];
    }

    eventsAt(spot) {
      const count = this.counts[spot];
      return count ? Array.from(this.sorted.subarray(this.starts[spot], this.starts[spot] + count)) : [];
    }

    // The areas that hold events; their spots.
    areas() {
      if (!this.spots.hasAreas) return [];
      return Array.from(this.active.filter((spot) => this.spots.area[spot])).map((spot) => this.spots.at(spot));
    }

    // Spots in view, those that would cover each other joined; the largest keeps its place.
    groups(view) {
      const cells = this.cells(view);
      cells.sort((a, b) => b.most - a.most || a.id - b.id);
      const groups = [];
      const grid = new Map();
      for (const cell of cells) {
        const [column, row] = [Math.floor(cell.point.x / REACH), Math.floor(cell.point.y / REACH)];
        const area = this.spots.area[cell.id] === 1;
        const near = area ? null : nearest(grid, column, row, cell.point);
        if (near) {
          near.join(cell);
          continue;
        }
        const group = new Group(this, this.spots.at(cell.id), cell);
        groups.push(group);
        if (area) continue;
        const key = keyOf(column, row);
        if (!grid.has(key)) grid.set(key, []);
        grid.get(key).push(group);
      }
      groups.forEach((group, number) => group.take(number));
      this.assigned = null;
      this.tally(groups);
      return groups;
    }

    // What is compared: every spot in view by itself, or what stands in one small square where there are many.
    cells(view) {
      const seen = this.inView(view);
      this.seen = seen;
      this.drawn = seen.length > MANY ? this.squares(view, seen) : Array.from(seen, (spot, number) => this.lone(view, spot, number));
      return this.drawn.filter(Boolean);
    }

    // `group` of a spot is the number of its cell for now, and that of its group when those are made.
    lone({ scale, corner }, spot, number) {
      const count = this.counts[spot];
      this.group[spot] = number;
      return { id: spot, point: { x: this.spots.x[spot] * scale - corner.x, y: this.spots.y[spot] * scale - corner.y }, most: count, count, size: 1, group: -1 };
    }

    // The cells of many spots by the number of their square, and after these the areas, which are not joined. Counted in columns, since
    // an object for each of a hundred thousand spots takes several times as long.
    squares(view, seen) {
      const { scale, corner, size } = view;
      const { area, x, y } = this.spots;
      const { counts, group } = this;
      const columns = Math.ceil((size.x + 2 * MARGIN) / CELL) + 1;
      const length = columns * (Math.ceil((size.y + 2 * MARGIN) / CELL) + 1);
      const [sums, sizes, best] = [new Int32Array(length), new Int32Array(length), new Int32Array(length).fill(-1)];
      const cells = new Array(length);
      for (const spot of seen) {
        if (area[spot] === 1) {
          cells.push(this.lone(view, spot, cells.length));
          continue;
        }
        const at = Math.floor((y[spot] * scale - corner.y + MARGIN) / CELL) * columns + Math.floor((x[spot] * scale - corner.x + MARGIN) / CELL);
        const [count, other] = [counts[spot], best[at]];
        sums[at] += count;
        sizes[at] += 1;
        group[spot] = at;
        if (other < 0 || count > counts[other] || (count === counts[other] && spot < other)) best[at] = spot;
      }
      for (let at = 0; at < length; at += 1) {
        if (best[at] >= 0) cells[at] = { ...this.lone(view, best[at], at), count: sums[at], size: sizes[at] };
      }
      return cells;
    }

    inView({ scale, corner, size }) {
      const { x, y } = this.spots;
      const seen = new Int32Array(this.active.length);
      let found = 0;
      for (const spot of this.active) {
        const [left, top] = [x[spot] * scale - corner.x, y[spot] * scale - corner.y];
        if (left > -MARGIN && top > -MARGIN && left < size.x + MARGIN && top < size.y + MARGIN) seen[found++] = spot;
      }
      return seen.subarray(0, found);
    }

    // How many events of each type a group has, a number that changes with its events, and its fullest spots.
    tally(groups) {
      const { typeOf, mainTypes } = this.model;
      const { sorted, starts, counts, group, seen, drawn } = this;
      const kinds = mainTypes.length;
      const sums = new Uint32Array(groups.length * kinds);
      const hashes = new Int32Array(groups.length);
      const fullest = new Int32Array(groups.length * MOST_TOLD).fill(-1);
      for (const spot of seen) {
        const number = (group[spot] = drawn[group[spot]].group);
        this.rank(fullest, number * MOST_TOLD, spot);
        const end = starts[spot] + counts[spot];
        for (let at = starts[spot]; at < end; at += 1) {
          sums[number * kinds + typeOf[sorted[at]]] += 1;
          hashes[number] = Math.imul(hashes[number], 31) + sorted[at];
        }
      }
      groups.forEach((each, number) => {
        each.sums = sums.subarray(number * kinds, (number + 1) * kinds);
        each.hash = hashes[number];
        each.fullest = fullest.subarray(number * MOST_TOLD, (number + 1) * MOST_TOLD).filter((spot) => spot >= 0);
      });
    }

    // Puts a spot among the fullest, which stand from `first` on, the fullest first; of equals the one with the lower number.
    rank(fullest, first, spot) {
      const { counts } = this;
      let at = first + MOST_TOLD;
      while (at > first) {
        const other = fullest[at - 1];
        if (other >= 0 && (counts[other] > counts[spot] || (counts[other] === counts[spot] && other < spot))) break;
        at -= 1;
      }
      if (at === first + MOST_TOLD) return;
      fullest.copyWithin(at + 1, at, first + MOST_TOLD - 1);
      fullest[at] = spot;
    }

    // The spots of a group, asked for when it is opened: those of all groups are found in one pass, the fullest first.
    spotsOf(number) {
      if (!this.assigned) {
        this.assigned = [];
        for (const spot of this.seen) (this.assigned[this.group[spot]] = this.assigned[this.group[spot]] || []).push(spot);
        this.orderly = new Set();
      }
      const own = this.assigned[number];
      if (!this.orderly.has(number)) own.sort((a, b) => this.counts[b] - this.counts[a] || a - b);
      this.orderly.add(number);
      return own;
    }

    // How many of the events stand outside a view, with the names of where they are unless those are many; and the countries that hold
    // those within it by their codes, with positions of some.
    within(bounds) {
      const { lat, lon } = this.spots;
      const { of, codes } = this.spots.countries();
      const [south, north, west, east] = [bounds.getSouth(), bounds.getNorth(), bounds.getWest(), bounds.getEast()];
      const positions = codes.map(() => []);
      const far = [];
      let outside = 0;
      for (const spot of this.active) {
        if (lat[spot] < south || lat[spot] > north || lon[spot] < west || lon[spot] > east) {
          outside += this.counts[spot];
          if (far.length <= MOST_NAMED) far.push(spot);
        } else if (positions[of[spot]].length < MOST_POSITIONS) positions[of[spot]].push([lat[spot], lon[spot]]);
      }
      const names = far.length > MOST_NAMED ? [] : far.map((spot) => this.model.places.name[this.spots.place[spot]]);
      return { outside, names, countries: new Map(codes.map((code, number) => [code, positions[number]]).filter(([code, own]) => code && own.length)) };
    }
  }

  // Spots that have one symbol. What stands on `spot` is where the symbol stands.
  class Group {
    constructor(grouping, spot, cell) {
      Object.assign(this, { grouping, spot, point: cell.point, count: cell.count, size: cell.size, cells: [cell] });
    }

    join(cell) {
      this.cells.push(cell);
      this.count += cell.count;
      this.size += cell.size;
    }

    take(number) {
      this.number = number;
      for (const cell of this.cells) cell.group = number;
    }

    // Each spot with its events. To be asked for while the group is drawn.
    get members() {
      const { grouping } = this;
      return grouping.spotsOf(this.number).map((id) => ({ spot: grouping.spots.at(id), events: grouping.eventsAt(id) }));
    }

    // The names of the fullest spots.
    get names() {
      const { spots, model } = this.grouping;
      return Array.from(this.fullest, (id) => model.places.name[spots.place[id]]);
    }

    // Types with their numbers, the most frequent first.
    get types() {
      const { mainTypes } = this.grouping.model;
      const counts = mainTypes.map((type, row) => [type, this.sums[row]]).filter(([, count]) => count);
      return counts.sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
    }

    get key() {
      const aside = this.aside ? this.aside.x + "," + this.aside.y + (this.compact ? "c" : "") : "";
      return [aside, this.side || "", this.spot.id, this.size, this.count, this.hash].join(" ");
    }
  }

  const keyOf = (column, row) => column * 65536 + row;

  function nearest(grid, column, row, point) {
    let best = null;
    let closest = REACH;
    for (let dx = -1; dx <= 1; dx += 1) {
      for (let dy = -1; dy <= 1; dy += 1) {
        for (const group of grid.get(keyOf(column + dx, row + dy)) || []) {
          const distance = Math.hypot(group.point.x - point.x, group.point.y - point.y);
          if (distance < closest) [best, closest] = [group, distance];
        }
      }
    }
    return best;
  }

  Object.assign(geomap, { Grouping });
})((window.geomap = window.geomap || {}));
