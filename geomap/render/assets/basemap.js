// The base map: Natural Earth's land, coasts and borders, drawn into tiles by the page itself; nothing is fetched.
(function (geomap) {
  "use strict";

  const { decoded, project, el } = geomap;
  const DETAIL_FROM_ZOOM = 5;
  const LARGE_CITY_FROM = 5; // the zoom from which cities of a million and more have their names
  const MOST_NAMES = 90;
  const MOST_NEAR = 160; // with those of villages
  const DOTTED = ["city", "village"]; // kinds of names that stand beside a dot
  const KINDS = ["land", "coast", "border", "region", "lake", "river"];
  const CROSSING_FROM = 4; // the zoom below which the name of a country beside its events would stand in others
  const RIVERS_UP_TO = 12; // nearer, their lines would lie beside the rivers by more than their width
  // Where the name of a country is tried near an event of it, in pixels.
  const NEAR = [24, -24, 40, -40, 60, -60].flatMap((y) => [0, 50, -50].map((x) => [x, y]));
  const CONTROLS = ".gm-zoom, .gm-views, .gm-credit, .gm-key:not([hidden]), .leaflet-control-scale, .gm-whole, .gm-outside:not([hidden])";

  // A line as x, y in the unit square with its bounds, so that tiles skip what does not touch them.
  function shape(text, units) {
    const degrees = decoded(text, units);
    const points = new Float32Array(degrees.length);
    const box = [Infinity, Infinity, -Infinity, -Infinity];
    for (let index = 0; index < degrees.length; index += 2) {
      const [x, y] = project(degrees[index + 1], degrees[index]);
      points[index] = x;
      points[index + 1] = y;
      box[0] = Math.min(box[0], x);
      box[1] = Math.min(box[1], y);
      box[2] = Math.max(box[2], x);
      box[3] = Math.max(box[3], y);
    }
    return { points, box };
  }

  function prepared({ world, detail }) {
    const cells = Object.entries(detail.cells).map(([key, lines]) => {
      const [left, bottom] = key.split(",").map((part) => Number(part) * detail.degrees);
      const [west, north] = project(bottom + detail.degrees, left);
      const [east, south] = project(bottom, left + detail.degrees);
      const cell = { box: [west, north, east, south] };
      for (const kind of KINDS) cell[kind] = (lines[kind] || []).map((line) => shape(line, detail.units));
      return cell;
    });
    return {
      land: world.land.map((line) => shape(line, world.units)),
      border: world.border.map((line) => shape(line, world.units)),
      cells,
    };
  }

  const meets = (a, b) => a[0] <= b[2] && a[2] >= b[0] && a[1] <= b[3] && a[3] >= b[1];

  function colours() {
    const style = getComputedStyle(document.getElementById("geomap"));
    const read = (name) => style.getPropertyValue("--gm-" + name).trim();
    return { river: read("river"), sea: read("sea"), land: read("land"), coast: read("coast"), border: read("border"), region: read("region") };
  }

  // Along the antimeridian and the poles land is cut, not bounded: no coast is drawn there.
  function cutAt(points, index) {
    const [x, y] = [points[index], points[index + 1]];
    return ((x <= 0 || x >= 1) && points[index - 2] === x) || (y > 0.999 && points[index - 1] > 0.999);
  }

  class Painter {
    constructor(context, zoom, coords, size) {
      this.context = context;
      this.scale = size * 2 ** zoom;
      this.left = coords.x * size;
      this.top = coords.y * size;
      const reach = 4 / this.scale;
      this.box = [
        this.left / this.scale - reach, this.top / this.scale - reach,
        (this.left + size) / this.scale + reach, (this.top + size) / this.scale + reach,
      ];
    }

    trace(shapes, closed) {
      const { context, scale, left, top } = this;
      context.beginPath();
      for (const { points, box } of shapes) {
        if (!meets(box, this.box)) continue;
        context.moveTo(points[0] * scale - left, points[1] * scale - top);
        for (let index = 2; index < points.length; index += 2) {
          const [x, y] = [points[index] * scale - left, points[index + 1] * scale - top];
          if (!closed && cutAt(points, index)) context.moveTo(x, y);
          else context.lineTo(x, y);
        }
        if (closed) context.closePath();
      }
    }

    fill(shapes, colour) {
      this.trace(shapes, true);
      this.context.fillStyle = colour;
      this.context.fill("evenodd");
    }

    line(shapes, colour, width, dash) {
      this.trace(shapes, false);
      this.context.strokeStyle = colour;
      this.context.lineWidth = width;
      this.context.setLineDash(dash || []);
      this.context.stroke();
    }

    clip([west, north, east, south]) {
      const { context, scale, left, top } = this;
      context.beginPath();
      // On whole pixels, so that no seam shows between cells.
      const [x, y] = [Math.round(west * scale - left), Math.round(north * scale - top)];
      context.rect(x, y, Math.round(east * scale - left) - x, Math.round(south * scale - top) - y);
      context.clip();
    }
  }

  const DrawnTiles = L.GridLayer.extend({
    createTile(coords) {
      const size = this.getTileSize().x;
      const ratio = Math.min(3, window.devicePixelRatio || 1);
      const canvas = el("canvas", { width: size * ratio, height: size * ratio, "aria-hidden": "true" });
      const context = canvas.getContext("2d");
      context.scale(ratio, ratio);
      context.lineJoin = "round";
      this.draw(context, coords, size);
      return canvas;
    },

    draw(context, coords, size) {
      const colour = colours();
      const { drawn } = this.options;
      const around = 2 ** coords.z;
      const wrapped = { x: ((coords.x % around) + around) % around, y: coords.y };
      const painter = new Painter(context, coords.z, wrapped, size);
      context.fillStyle = colour.sea;
      context.fillRect(0, 0, size, size);
      painter.fill(drawn.land, colour.land);
      painter.line(drawn.land, colour.coast, 0.8);
      painter.line(drawn.border, colour.border, 1);
      if (coords.z < DETAIL_FROM_ZOOM) return;
      for (const cell of drawn.cells) {
        if (!meets(cell.box, painter.box)) continue;
        context.save();
        painter.clip(cell.box);
        context.fillStyle = colour.sea;
        context.fillRect(0, 0, size, size);
        painter.fill(cell.land, colour.land);
        painter.line(cell.land, colour.land, 2);
        if (coords.z <= RIVERS_UP_TO) painter.line(cell.river, colour.river, coords.z > 8 ? 1.6 : coords.z > 6 ? 1.2 : 0.8);
        painter.fill(cell.lake, colour.sea); // over the rivers, whose lines run on through lakes
        painter.line(cell.region, colour.region, 0.9, [4, 3]);
        painter.line(cell.coast, colour.coast, 0.9);
        painter.line(cell.border, colour.border, coords.z > 6 ? 1.8 : 1.4);
        context.restore();
      }
    },
  });

  function basemap(data) {
    const layer = new DrawnTiles({ drawn: data, noWrap: false, keepBuffer: 2, attribution: "" });
    const dark = window.matchMedia("(prefers-color-scheme: dark)");
    dark.addEventListener("change", () => layer.redraw());
    return layer;
  }

  // Names on the map, the most important first; a name that would lie on another is left out.
  class Names {
    constructor(map, labels, language) {
      this.map = map;
      this.layer = el("div.gm-names", { "aria-hidden": "true" });
      map.createPane("names").append(this.layer);
      this.known = new Set();
      this.added = [];
      const [large, smaller] = parted(cityRows(labels, language), (row) => row.from <= LARGE_CITY_FROM);
      this.rows = [...countryRows(labels), ...large, ...regionRows(labels, language), ...smaller];
    }

    // Names that tiles of streets bear, beside those of the drawn map; none twice.
    more(rows) {
      if (!this.known.size) for (const row of this.rows) this.known.add(keyOf(row));
      const fresh = rows.filter((row) => !this.known.has(keyOf(row)));
      for (const row of fresh) {
        this.known.add(keyOf(row));
        this.added.push(entry("city", row.name, row.lat, row.lon, row.from, 20));
      }
      this.added.sort((a, b) => a.from - b.from);
      if (fresh.length && this.wider) this.place();
    }

    // The lines that names of countries keep clear of.
    keepOff(drawn) {
      this.borders = [...drawn.cells.flatMap(({ border }) => border), ...(drawn.cells.length ? [] : drawn.border)];
    }

    // Towns and villages of the surroundings, looked up for each view.
    around(atlas) {
      this.atlas = atlas;
    }

    withMore(on) {
      this.wider = on;
      this.place();
    }

    // Finds the places of the names of `countries`, those that hold events in view by code with positions of some of them; before all other
    // names, since they must not be missing. `taken` are boxes in container pixels of symbols and buttons. Gives the boxes of the names.
    nameCountries(taken, countries) {
      const [bounds, size] = [this.map.getBounds(), this.map.getSize()];
      const boxes = taken.slice();
      const crossing = this.map.getZoom() >= CROSSING_FROM;
      this.first = new Map();
      for (const row of this.rows) {
        if (!countries.has(row.code)) continue;
        const put = (point) => {
          const box = row.boxAt(point);
          if (!lies(box, size) || boxes.some((other) => meets(box, other))) return false;
          boxes.push(box);
          this.first.set(row, point);
          return true;
        };
        const own = this.map.latLngToContainerPoint([row.lat, row.lon]);
        const whole = (point, event) => !this.crosses(holding(row.boxAt(point), event)) && put(point);
        if (!put(own) && !this.beside(row, own, countries.get(row.code), bounds, whole)) this.beside(row, own, crossing ? countries.get(row.code) : [], bounds, put);
      }
      return boxes.slice(taken.length);
    }

    // `taken` are boxes where events have their symbols and names, and buttons stand.
    place(taken) {
      if (taken) this.taken = taken;
      const zoom = this.map.getZoom();
      const bounds = this.map.getBounds();
      const size = this.map.getSize();
      const boxes = [...(this.taken || this.controls())];
      const first = this.first || new Map();
      const shown = [...first].map(([row, point]) => [row, this.map.containerPointToLayerPoint(point)]);
      for (const [row, point] of first) boxes.push(row.boxAt(point));
      const put = (row, point) => {
        const box = row.boxAt(point);
        if (!lies(box, size) || boxes.some((other) => meets(box, other))) return false;
        boxes.push(box);
        shown.push([row, this.map.containerPointToLayerPoint(point)]);
        return true;
      };
      const near = this.atlas ? this.atlas.within(bounds, zoom).filter((row) => !this.hasCity(row)) : [];
      for (const row of [...this.rows, ...near, ...(this.wider ? this.added : [])]) {
        if (shown.length >= (near.length ? MOST_NEAR : MOST_NAMES)) break;
        if (!first.has(row) && zoom >= row.from && zoom <= row.to && bounds.contains([row.lat, row.lon])) put(row, this.map.latLngToContainerPoint([row.lat, row.lon]));
      }
      this.show(shown);
    }

    // To lay out names anew that stand as before takes longer than to find that they do.
    show(rows) {
      const written = rows.map(([{ kind, name }, { x, y }]) => [kind, name, x, y].join(" ")).join("\n");
      if (written === this.written) return;
      this.written = written;
      this.layer.replaceChildren(...rows.map(([row, point]) => named(row, point)));
    }

    // Whether the drawn map names a town itself.
    hasCity(row) {
      if (!this.cities) this.cities = new Set(this.rows.filter(({ kind }) => kind === "city").map(keyOf));
      return this.cities.has(keyOf(row));
    }

    // The name of a country whose own spot is outside the view or taken: in the middle of one of its regions, or close to one of its events,
    // so that it never stands in another country.
    beside(row, own, events, bounds, put) {
      const points = (positions) => positions.map((position) => this.map.latLngToContainerPoint(position)).sort((a, b) => a.distanceTo(own) - b.distanceTo(own));
      const regions = this.rows.filter(({ within, lat, lon }) => within === row.code && bounds.contains([lat, lon]));
      if (points(regions.map(({ lat, lon }) => [lat, lon])).some((point) => put(point, point))) return true;
      // Of the spots near an event the one that lies nearest to the country's own.
      const near = (point) => NEAR.map((step) => point.add(step)).sort((a, b) => a.distanceTo(own) - b.distanceTo(own));
      return points(events).some((event) => near(event).some((point) => put(point, event)));
    }

    // Whether a border passes through a box: a name there would stand in two countries.
    crosses(box) {
      const scale = 256 * 2 ** this.map.getZoom();
      const corner = this.map.getPixelBounds().min;
      const within = [(box[0] + corner.x) / scale, (box[1] + corner.y) / scale, (box[2] + corner.x) / scale, (box[3] + corner.y) / scale];
      return this.borders.some((line) => meets(line.box, within) && passes(line.points, within));
    }

    // Where buttons, the scale and the credit stand.
    controls() {
      const frame = this.map.getContainer().getBoundingClientRect();
      return [...this.map.getContainer().querySelectorAll(CONTROLS)].map((node) => {
        const box = node.getBoundingClientRect();
        return [box.left - frame.left, box.top - frame.top, box.right - frame.left, box.bottom - frame.top];
      });
    }
  }

  // Whether a box lies within the view: a name that is cut at its edge is read wrongly.
  const lies = ([left, top, right, bottom], { x, y }) => left >= 0 && top >= 0 && right <= x && bottom <= y;

  // A box that also holds a point.
  const holding = (box, { x, y }) => [Math.min(box[0], x), Math.min(box[1], y), Math.max(box[2], x), Math.max(box[3], y)];

  // Whether a line passes through a box, looked at every sixteenth of its pieces that come near.
  function passes(points, box) {
    for (let at = 2; at < points.length; at += 2) {
      const [ax, ay, bx, by] = [points[at - 2], points[at - 1], points[at], points[at + 1]];
      if (Math.max(ax, bx) < box[0] || Math.min(ax, bx) > box[2] || Math.max(ay, by) < box[1] || Math.min(ay, by) > box[3]) continue;
      for (let step = 0; step <= 16; step += 1) {
        const [x, y] = [ax + ((bx - ax) * step) / 16, ay + ((by - ay) * step) / 16];
        if (x >= box[0] && x <= box[2] && y >= box[1] && y <= box[3]) return true;
      }
    }
    return false;
  }

  const parted = (rows, first) => [rows.filter(first), rows.filter((row) => !first(row))];

  const keyOf = ({ name, lat, lon }) => [name, Math.round(lat * 4), Math.round(lon * 4)].join(" ");

  function named(row, point) {
    const node = el("span.gm-name.gm-name-" + row.kind, {}, row.name);
    const middle = DOTTED.includes(row.kind) ? "" : " translateX(-50%)"; // a city's name stands beside its dot
    node.style.transform = "translate(" + point.x + "px," + point.y + "px)" + middle; // flat: names need no surface of their own
    return node;
  }

  function countryRows({ countries }) {
    return countries.map(([code, lat, lon, size]) => {
      const from = size > 250 ? 2 : size > 40 ? 3 : size > 8 ? 4 : size > 1 ? 5 : 7;
      return { ...entry("country", geomap.country(code), lat, lon, from, size > 200 ? 5 : size > 30 ? 6 : 7), code };
    });
  }

  function regionRows({ regions }, language) {
    return regions.map(([name, native, lat, lon, within, size]) => {
      const from = size > 1.4 ? 6 : size > 0.7 ? 6.5 : size > 0.3 ? 7.5 : 8.5;
      return { ...entry("region", language === "uk" && native ? native : name, lat, lon, from, from + 3), within };
    });
  }

  function cityRows({ cities }, language) {
    return cities.map(([name, native, lat, lon, population]) => {
      const from = population > 5e6 ? 4 : population > 1e6 ? 5 : population > 3e5 ? 6 : population > 1e5 ? 6.5 : population > 5e4 ? 7.5 : 8;
      return entry("city", language === "uk" && native ? native : name, lat, lon, from, 20);
    });
  }

  function entry(kind, name, lat, lon, from, to) {
    const wide = name.length * (kind === "country" ? 11 : kind === "region" ? 6.6 : 6.4);
    const boxAt = DOTTED.includes(kind)
      ? ({ x, y }) => [x - 4, y - 9, x + wide + 8, y + 9]
      : ({ x, y }) => [x - wide / 2 - 4, y - 9, x + wide / 2 + 4, y + 9];
    return { kind, name, lat, lon, from, to, boxAt };
  }

  const labelled = (kind, name, lat, lon) => entry(kind, name, lat, lon, 0, 20);

  Object.assign(geomap, { basemap, prepared, Names, labelled });
})((window.geomap = window.geomap || {}));
