// Where names of places and boxes of areas have room: in the view, on no symbol, no other name and no button of the map.
(function (geomap) {
  "use strict";

  const { el } = geomap;
  const SIDES = ["", "left"]; // of its symbol on which the name of a place may stand
  const MOST_NAME = 190; // pixels at which page.css cuts the name of a place
  const MOST_BOX = 240; // and the box of an area
  const HALF_BOX = 14; // of its height, with its shadow
  const STEP = 18; // pixels between spots that are tried within an area
  const AROUND = [30, 54, 78, 102, 132, 162]; // pixels from an area at which its box is tried
  const WAYS = 16; // directions in which it is tried
  const LONGEST = 4000; // widths that are remembered

  const boxOf = ({ x, y }, halfWidth, halfHeight) => [x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight];
  const meets = (a, b) => a[0] < b[2] && a[2] > b[0] && a[1] < b[3] && a[3] > b[1];
  const lies = (box, { x, y }) => box[0] >= 0 && box[1] >= 0 && box[2] <= x && box[3] <= y;

  // Whether a line from one spot to another crosses none of the boxes that it does not start in.
  function isClear(from, to, boxes) {
    const steps = Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / 6);
    const others = boxes.filter((box) => !meets(box, boxOf(from, 1, 1)));
    for (let step = 1; step < steps; step += 1) {
      const at = boxOf({ x: from.x + ((to.x - from.x) * step) / steps, y: from.y + ((to.y - from.y) * step) / steps }, 1, 1);
      if (others.some((box) => meets(box, at))) return false;
    }
    return true;
  }

  const widths = new Map();
  let context = null;
  let family = "";

  // How wide words are in pixels, as the browser will draw them.
  function widthOf(words, font) {
    if (!context) {
      context = el("canvas").getContext("2d");
      family = getComputedStyle(document.getElementById("geomap")).getPropertyValue("--gm-sans");
    }
    const key = font + words;
    if (!widths.has(key)) {
      if (widths.size > LONGEST) widths.clear();
      context.font = font + " " + family;
      widths.set(key, context.measureText(words).width);
    }
    return widths.get(key);
  }

  // The ground of an area in pixels of the view.
  class Ground {
    constructor({ spot, point }, { rings, radius, scale, corner }) {
      this.middle = point;
      this.radius = radius;
      this.rings = rings && rings.map((ring) => ring.map(([x, y]) => [x * scale - corner.x, y * scale - corner.y]));
      this.box = this.rings ? this.bounds() : boxOf(point, radius, radius);
      this.id = spot.id;
    }

    bounds() {
      const box = [Infinity, Infinity, -Infinity, -Infinity];
      for (const ring of this.rings) {
        for (const [x, y] of ring) [box[0], box[1], box[2], box[3]] = [Math.min(box[0], x), Math.min(box[1], y), Math.max(box[2], x), Math.max(box[3], y)];
      }
      return box;
    }

    get size() {
      return this.box[2] - this.box[0] + this.box[3] - this.box[1];
    }

    holds(x, y) {
      if (!this.rings) return Math.hypot(x - this.middle.x, y - this.middle.y) <= this.radius;
      let inside = false;
      for (const ring of this.rings) {
        for (let at = 0, last = ring.length - 1; at < ring.length; last = at, at += 1) {
          const [[ax, ay], [bx, by]] = [ring[at], ring[last]];
          if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
        }
      }
      return inside;
    }

    holdsBox([left, top, right, bottom]) {
      return this.holds(left, top) && this.holds(right, top) && this.holds(left, bottom) && this.holds(right, bottom);
    }

    // Spots within it and in the view, the nearest to its middle first.
    spots({ x: wide, y: high }) {
      const { middle, box } = this;
      const found = [middle];
      const first = (low, from) => from + Math.ceil((Math.max(0, low) - from) / STEP) * STEP;
      for (let y = first(box[1], middle.y); y <= Math.min(high, box[3]); y += STEP) {
        for (let x = first(box[0], middle.x); x <= Math.min(wide, box[2]); x += STEP) found.push({ x, y });
      }
      return found.sort((a, b) => Math.hypot(a.x - middle.x, a.y - middle.y) - Math.hypot(b.x - middle.x, b.y - middle.y));
    }

    around() {
      const { x, y } = this.middle;
      return AROUND.flatMap((reach) => Array.from({ length: WAYS }, (_, way) => {
        const turn = (2 * Math.PI * way) / WAYS;
        return { x: x + 1.4 * reach * Math.cos(turn), y: y + reach * Math.sin(turn) };
      }));
    }
  }

  class Room {
    constructor(model) {
      this.model = model;
      this.projected = [];
    }

    symbols(groups) {
      return groups.filter(({ spot }) => !spot.area).map(({ point, half }) => boxOf(point, half, half - 1));
    }

    // Says of each group where its name stands: `side` of a place; `aside` of an area, how far from its middle, with `joined` where a line
    // must lead to it and `compact` where there is no room for its name. `view` has size, scale and corner, `others` the boxes of what else
    // stands on the map.
    arrange(groups, view, others) {
      const dots = groups.filter(({ spot }) => !spot.area);
      const taken = this.symbols(groups);
      dots.forEach((group, own) => {
        if (group.size > 1) return;
        const free = (box) => lies(box, view.size) && !others.some((one) => meets(box, one)) && !taken.some((one, index) => index !== own && meets(box, one));
        group.side = SIDES.find((side) => free(this.nameBox(group, side))) ?? "bare";
        if (group.side !== "bare") taken.push(this.nameBox(group, group.side));
      });
      taken.push(...others);
      const areas = groups.filter(({ spot }) => spot.area).map((group) => [group, this.ground(group, view)]);
      // What is small has the fewest spots to choose from.
      for (const [group, ground] of areas.sort((a, b) => a[1].size - b[1].size)) this.settle(group, ground, view, taken);
    }

    ground(group, { scale, corner, metre }) {
      const { outline, radius } = this.model.places;
      const { place } = group.spot;
      return new Ground(group, { rings: outline[place] === null ? null : this.rings(outline[place]), radius: Math.max(1, (radius[place] || 0) / metre(group.spot.lat)), scale, corner });
    }

    // An outline in the unit square.
    rings(index) {
      this.projected[index] = this.projected[index] || this.model.places.outlines[index].map((text) => geomap.pairs(geomap.decoded(text, 1000)).map(([lat, lon]) => geomap.project(lat, lon)));
      return this.projected[index];
    }

    settle(group, ground, { size }, taken) {
      const at = (half) => ({ x, y }) => boxOf({ x, y }, half, HALF_BOX);
      const free = (box) => lies(box, size) && !taken.some((other) => meets(box, other));
      const whole = at(this.halfWidth(group, false));
      const small = at(this.halfWidth(group, true));
      const within = ground.spots(size).filter((spot) => free(whole(spot)));
      const inside = within.find((spot) => ground.holdsBox(whole(spot))) || within.find((spot) => spot === ground.middle || ground.holds(spot.x, spot.y));
      const around = inside || !lies(boxOf(ground.middle, 0, 0), size) ? [] : ground.around();
      const outside = around.find((spot) => free(whole(spot)) && isClear(ground.middle, spot, taken)) || around.find((spot) => free(whole(spot)));
      group.compact = !inside && !outside;
      const chosen = inside || outside || [ground.middle, ...around].find((spot) => free(small(spot))) || ground.middle;
      group.aside = { x: Math.round(chosen.x - ground.middle.x), y: Math.round(chosen.y - ground.middle.y) };
      group.joined = chosen !== ground.middle && !ground.holds(chosen.x, chosen.y);
      group.box = (group.compact ? small : whole)(chosen);
      taken.push(group.box);
    }

    // Half of what a box takes: its symbols, its name and its number.
    halfWidth(group, compact) {
      const symbols = group.count === 1 ? 14 : Math.min(3, group.types.length) * 19 - 5;
      const name = compact ? 0 : 5 + widthOf(this.model.places.name[group.spot.place], "600 12.5px");
      const count = group.count > 1 ? 18 + widthOf(geomap.number(group.count), "700 11.5px") : 0;
      return Math.min(MOST_BOX, 24 + symbols + name + count) / 2 + 1;
    }

    nameBox({ spot, point: { x, y }, half }, side) {
      const near = half + 2;
      const far = near + Math.min(MOST_NAME, widthOf(this.model.places.name[spot.place], "650 13px") + 7);
      return side === "left" ? [x - far, y - 9, x - near, y + 9] : [x + near, y - 9, x + far, y + 9];
    }

    // What names of the base map keep clear of.
    boxes(groups) {
      return groups.map((group) => {
        if (group.spot.area) return group.box;
        const symbol = boxOf(group.point, group.half + 3, group.half + 3);
        if (group.size > 1 || group.side === "bare") return symbol;
        const name = this.nameBox(group, group.side);
        return [Math.min(symbol[0], name[0]), symbol[1], Math.max(symbol[2], name[2]), symbol[3]];
      });
    }
  }

  Object.assign(geomap, { Room });
})((window.geomap = window.geomap || {}));
