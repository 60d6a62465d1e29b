// Where events lie close together, as warmth: drawn on one canvas from the events that are shown.
(function (geomap) {
  "use strict";

  const { el } = geomap;
  const REACH = 26; // pixels over which an event fades
  const CELL = 8; // pixels within which events are drawn as one
  const AROUND = Math.ceil(REACH / CELL); // cells that a cell's warmth reaches
  const FAINTEST = 0.25; // of what stands alone beside a very warm place
  const DENSEST = 3.9; // stamps laid over each other darken as 1 - exp(-sum), which is 0.98 at this sum
  const STOPS = [[0, "#ffd76a00"], [0.18, "#ffd76acc"], [0.5, "#f4772ecc"], [0.8, "#c3201fd9"], [1, "#7a0b3ae6"]];

  const canvasOf = (width, height) => el("canvas", { width, height, "aria-hidden": "true" });

  // One event: opaque in the middle, nothing at its rim.
  function stamp() {
    const canvas = canvasOf(2 * REACH, 2 * REACH);
    const context = canvas.getContext("2d");
    const fade = context.createRadialGradient(REACH, REACH, 0, REACH, REACH, REACH);
    fade.addColorStop(0, "#000");
    fade.addColorStop(1, "#0000");
    context.fillStyle = fade;
    context.fillRect(0, 0, 2 * REACH, 2 * REACH);
    return canvas;
  }

  function ramp() {
    const context = canvasOf(256, 1).getContext("2d");
    const colours = context.createLinearGradient(0, 0, 256, 0);
    for (const [at, colour] of STOPS) colours.addColorStop(at, colour);
    context.fillStyle = colours;
    context.fillRect(0, 0, 256, 1);
    return context.getImageData(0, 0, 256, 1).data;
  }

  // What lies within reach of a cell, less with distance.
  function warmthNear(cells, key) {
    let sum = 0;
    for (let column = -AROUND; column <= AROUND; column += 1) {
      for (let row = -AROUND; row <= AROUND; row += 1) {
        const share = 1 - Math.hypot(column, row) / (AROUND + 1);
        const other = share > 0 && cells.get(key + column * 65536 + row);
        if (other) sum += share * other.count;
      }
    }
    return sum;
  }

  class Heat {
    constructor(map, model) {
      this.map = map;
      this.model = model;
      this.counts = new Map();
      this.canvas = canvasOf(1, 1);
      map.createPane("heat").append(this.canvas);
      map.getPane("heat").style.zIndex = "346";
      map.getPane("heat").style.pointerEvents = "none";
      map.on("zoomstart", () => (this.canvas.hidden = true));
      map.on("moveend resize", () => this.draw());
    }

    // What is known to lie somewhere in an area is not at any point, so it warms none.
    show(events) {
      const { spots, spotOf } = this.model;
      this.counts = new Map();
      for (const event of events) {
        const spot = spotOf[event];
        if (spot >= 0 && !spots.area[spot]) this.counts.set(spot, (this.counts.get(spot) || 0) + 1);
      }
      this.draw();
    }

    activate(on) {
      this.active = on;
      this.canvas.hidden = !on;
      this.draw();
    }

    draw() {
      if (!this.active) return;
      const { x: width, y: height } = this.map.getSize();
      Object.assign(this.canvas, { width, height, hidden: false });
      L.DomUtil.setPosition(this.canvas, this.map.containerPointToLayerPoint([0, 0]));
      const context = this.canvas.getContext("2d", { willReadFrequently: true });
      const cells = this.cells(width, height);
      const most = cells.reduce((high, { near }) => Math.max(high, near), 1);
      this.stamp = this.stamp || stamp();
      for (const { x, y, count, near } of cells) {
        context.globalAlpha = Math.max(1 - Math.exp((-DENSEST * count) / most), (FAINTEST * count) / near);
        context.drawImage(this.stamp, x - REACH, y - REACH);
      }
      this.colour(context, width, height);
    }

    cells(width, height) {
      const scale = 256 * 2 ** this.map.getZoom();
      const corner = this.map.getPixelBounds().min;
      const known = new Map();
      const { spots } = this.model;
      for (const [id, count] of this.counts) {
        const [x, y] = [spots.x[id] * scale - corner.x, spots.y[id] * scale - corner.y];
        if (x < -REACH || y < -REACH || x > width + REACH || y > height + REACH) continue;
        const key = Math.floor(x / CELL) * 65536 + Math.floor(y / CELL);
        const cell = known.get(key);
        if (cell) cell.count += count;
        else known.set(key, { x, y, count });
      }
      for (const [key, cell] of known) cell.near = warmthNear(known, key);
      return [...known.values()];
    }

    // What was drawn is how opaque each pixel is; that becomes its colour.
    colour(context, width, height) {
      this.ramp = this.ramp || ramp();
      const image = context.getImageData(0, 0, width, height);
      const { data } = image;
      for (let at = 3; at < data.length; at += 4) {
        const warmth = data[at] * 4;
        if (warmth) for (let part = 0; part < 4; part += 1) data[at - 3 + part] = this.ramp[warmth + part];
      }
      context.putImageData(image, 0, 0);
    }
  }

  Object.assign(geomap, { Heat });
})((window.geomap = window.geomap || {}));
