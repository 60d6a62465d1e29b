// Streets that the page bears: tiles of an archive, made small when the page was written; vector tiles are drawn here. Only pages with
// such tiles have this script.
(function (geomap) {
  "use strict";

  const { el, t } = geomap;
  const LIGHT = {
    sea: "#c6dbe6", land: "#f5f3ee", green: "#dbe7cf", built: "#ebe7e0", building: "#dcd4c9", stream: "#a9c8d8", rail: "#a8a199", ink: "#4c463d", halo: "#fff",
    road0: "#cfc3b0", road1: "#fff", road2: "#fdf3d3", road3: "#f6d28d", case1: "#d3ccc0", case2: "#cbb98f", case3: "#c99b4c", border1: "#b3a99a", border2: "#7f766a",
  };
  const DARK = {
    sea: "#10202b", land: "#242a2f", green: "#24332a", built: "#2b3237", building: "#353d44", stream: "#1d3646", rail: "#565b60", ink: "#cfd6db", halo: "#1a2026",
    road0: "#41484e", road1: "#4a535a", road2: "#5d5a4c", road3: "#7d6a41", case1: "#1c2125", case2: "#1c2125", case3: "#1c2125", border1: "#5d666e", border2: "#8a949c",
  };
  const AREAS = ["land", "green", "built", "water", "building"];
  const WIDTHS = { road0: 0.7, road1: 1.3, road2: 2.2, road3: 3.2, stream: 0.9, rail: 0.8, border1: 1, border2: 1.4 }; // pixels at zoom 12
  const FINEST_NEARER = 4; // zooms beyond the finest tiles, which are drawn anew; pictures would only grow coarse
  const CODES = 1 << 29; // a command of a shape counts no more than this
  const STREET_NAMES_FROM = 15;

  const binary = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));

  // Protocol Buffers: whole numbers, and parts with their length before them. What is cut off reads as its end.
  class Reader {
    constructor(bytes) {
      this.bytes = bytes;
      this.at = 0;
    }

    get more() {
      return this.at < this.bytes.length;
    }

    number() {
      let value = 0;
      let scale = 1;
      while (this.more) {
        const byte = this.bytes[this.at];
        this.at += 1;
        value += (byte & 127) * scale;
        if (byte < 128) break;
        scale *= 128;
      }
      return value;
    }

    // Calls `found(field, value)` for each field; a part comes as its bytes.
    each(found) {
      while (this.more) {
        const key = this.number();
        if (key % 8 === 0) found(key >> 3, this.number());
        else {
          const length = this.number();
          found(key >> 3, this.bytes.subarray(this.at, this.at + length));
          this.at += length;
        }
      }
    }
  }

  function layerOf(bytes) {
    const layer = { role: "", extent: 4096, features: [], names: [] };
    new Reader(bytes).each((field, value) => {
      if (field === 1) layer.role = new TextDecoder().decode(value);
      else if (field === 5) layer.extent = value;
      else if (field === 4) layer.names.push(new TextDecoder().decode(value.subarray(2)));
      else if (field === 2) layer.features.push(featureOf(value));
    });
    return layer;
  }

  function featureOf(bytes) {
    const feature = { name: -1, shape: new Uint8Array() };
    new Reader(bytes).each((field, value) => {
      if (field === 2) feature.name = value[1] + (value.length > 2 ? (value[2] << 7) - 128 : 0);
      else if (field === 4) feature.shape = value;
    });
    return feature;
  }

  function layersOf(bytes) {
    const layers = {};
    new Reader(bytes).each((field, value) => {
      const layer = layerOf(value);
      (layers[layer.role] = layers[layer.role] || []).push(layer);
    });
    return layers;
  }

  // Follows a shape: `move` and `line` get x and y in units of the tile.
  function follow(shape, move, line, close) {
    const reader = new Reader(shape);
    let [x, y] = [0, 0];
    const delta = () => {
      const value = reader.number();
      return value % 2 ? -(value + 1) / 2 : value / 2;
    };
    while (reader.more) {
      const command = reader.number();
      const kind = command & 7;
      if (kind === 7 && close) close();
      if (kind !== 1 && kind !== 2) continue;
      for (let left = Math.min(CODES, command >> 3); left > 0 && reader.more; left -= 1) {
        x += delta();
        y += delta();
        if (kind === 1) move(x, y);
        else line(x, y);
      }
    }
  }

  // One tile on one canvas. `part` is where of the source tile the canvas lies: its scale and the shift in pixels.
  class Drawing {
    constructor(context, layers, { size, scale, left, top, zoom }) {
      Object.assign(this, { context, layers, size, left, top, zoom });
      this.unit = (extent) => (size * scale) / extent;
      this.colours = window.matchMedia("(prefers-color-scheme: dark)").matches ? DARK : LIGHT;
    }

    trace(role, closed) {
      const { context } = this;
      context.beginPath();
      for (const { extent, features } of this.layers[role] || []) {
        const unit = this.unit(extent);
        const [x, y] = [(value) => value * unit - this.left, (value) => value * unit - this.top];
        for (const { shape } of features) {
          follow(shape, (a, b) => context.moveTo(x(a), y(b)), (a, b) => context.lineTo(x(a), y(b)), closed ? () => context.closePath() : null);
        }
      }
    }

    line(role, colour, width, dash) {
      if (!this.layers[role]) return;
      this.trace(role, false);
      Object.assign(this.context, { strokeStyle: colour, lineWidth: width });
      this.context.setLineDash(dash || []);
      this.context.stroke();
    }

    width(role) {
      return Math.max(0.5, WIDTHS[role] * 1.45 ** (this.zoom - 12));
    }

    draw() {
      const { context, colours } = this;
      context.fillStyle = this.layers.land ? colours.sea : colours.land;
      context.fillRect(0, 0, this.size, this.size);
      for (const role of AREAS) {
        if (!this.layers[role]) continue;
        this.trace(role, true);
        context.fillStyle = role === "water" ? colours.sea : colours[role];
        context.fill("evenodd");
      }
      Object.assign(context, { lineJoin: "round", lineCap: "round" });
      this.line("stream", colours.stream, this.width("stream"));
      this.line("road0", colours.road0, this.width("road0"), [3, 3]);
      if (this.zoom >= 11) for (const rank of [1, 2, 3]) this.line("road" + rank, colours["case" + rank], this.width("road" + rank) + 1.4);
      for (const rank of [1, 2, 3]) this.line("road" + rank, colours["road" + rank], this.width("road" + rank));
      if (this.zoom < 11) for (const rank of [2, 3]) this.line("road" + rank, colours["case" + rank], this.width("road" + rank));
      this.line("rail", colours.rail, this.width("rail"), [6, 3]);
      this.line("border1", colours.border1, 1, [4, 3]);
      this.line("border2", colours.border2, 1.6);
      if (this.zoom >= STREET_NAMES_FROM) this.streetNames();
    }

    // A name stands on the longest straight part of its street that holds it within the tile; once a tile.
    streetNames() {
      const { context, colours } = this;
      Object.assign(context, { font: "11px system-ui, sans-serif", textAlign: "center", textBaseline: "middle", fillStyle: colours.ink, strokeStyle: colours.halo, lineWidth: 3 });
      context.setLineDash([]);
      const written = new Set();
      for (const role of ["road3", "road2", "road1", "street"]) {
        for (const layer of this.layers[role] || []) {
          for (const { name, shape } of layer.features) {
            const text = layer.names[name];
            if (text && !written.has(text) && this.writeAlong(text, shape, this.unit(layer.extent))) written.add(text);
          }
        }
      }
    }

    writeAlong(text, shape, unit) {
      const { context, size } = this;
      const wide = context.measureText(text).width + 6;
      let last = null;
      let best = null;
      const inside = (point) => point[0] > 6 && point[1] > 6 && point[0] < size - 6 && point[1] < size - 6;
      const to = (x, y) => [x * unit - this.left, y * unit - this.top];
      follow(shape, (x, y) => (last = to(x, y)), (x, y) => {
        const point = to(x, y);
        const length = last ? Math.hypot(point[0] - last[0], point[1] - last[1]) : 0;
        if (length > wide && (!best || length > best.length)) {
          const [middle, angle] = [[(point[0] + last[0]) / 2, (point[1] + last[1]) / 2], Math.atan2(point[1] - last[1], point[0] - last[0])];
          const half = [(Math.cos(angle) * wide) / 2, (Math.sin(angle) * wide) / 2];
          if (inside([middle[0] - half[0], middle[1] - half[1]]) && inside([middle[0] + half[0], middle[1] + half[1]])) best = { length, middle, angle };
        }
        last = point;
      });
      if (!best) return false;
      context.save();
      context.translate(...best.middle);
      context.rotate(Math.abs(best.angle) > Math.PI / 2 ? best.angle + Math.PI : best.angle);
      context.strokeText(text, 0, 0);
      context.fillText(text, 0, 0);
      context.restore();
      return true;
    }
  }

  // Names of places in a tile, as the layer of names takes them.
  function placesOf(layers, zoom, column, row) {
    const rows = [];
    for (const [role, own] of Object.entries(layers)) {
      if (!role.startsWith("place")) continue;
      for (const { extent, features, names } of own) {
        for (const { name, shape } of features) {
          follow(shape, (x, y) => {
            if (x < 0 || y < 0 || x >= extent || y >= extent || !names[name]) return; // what stands at the rim is the next tile's too
            const [lon, lat] = unprojected((column + x / extent) / 2 ** zoom, (row + y / extent) / 2 ** zoom);
            rows.push({ name: names[name], lat, lon, from: Number(role.slice(5)) });
          }, () => null);
        }
      }
    }
    return rows;
  }

  function unprojected(x, y) {
    return [(x - 0.5) * 360, (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI];
  }

  const StreetTiles = L.GridLayer.extend({
    createTile(coords, done) {
      const size = this.getTileSize().x;
      const ratio = Math.min(2, window.devicePixelRatio || 1);
      const canvas = el("canvas.gm-street", { width: size * ratio, height: size * ratio, "aria-hidden": "true" });
      const context = canvas.getContext("2d");
      context.scale(ratio, ratio);
      // A tile that no browser can unpack stays empty: the drawn map shows through.
      this.options.paint(context, coords, size).catch((error) => {
        if (!(error instanceof DOMException || error instanceof TypeError)) throw error;
      }).then(() => done(null, canvas));
      return canvas;
    },
  });

  class Streets {
    constructor(data, names) {
      Object.assign(this, data);
      this.vector = data.kind === "vector";
      this.named = !this.vector; // pictures have their names in them
      this.names = names;
      this.unpacked = new Map();
      this.nearest = Math.min(18, data.to + (this.vector ? 1 + FINEST_NEARER : 2));
      this.layer = new StreetTiles({ tileSize: data.size, zIndex: 2, keepBuffer: 1, maxZoom: 20, paint: (...all) => this.paint(...all) });
      this.layer.on("add", () => names.withMore(this.vector));
      this.layer.on("remove", () => names.withMore(false));
      window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.layer.redraw());
    }

    reach() {
      return t("streets.reach", { zoom: this.to + (this.vector ? 1 : 0) });
    }

    // The tile itself, or the part of the nearest coarser one that is in the page; nothing where there is none.
    source({ x, y, z }, size) {
      const zoom = z - Math.round(Math.log2(size / 256));
      for (let up = 0; up <= zoom; up += 1) {
        const [column, row] = [x >> up, y >> up];
        const index = this.tiles[[zoom - up, column, row].join("/")];
        const scale = 2 ** up;
        if (index !== undefined) return { index, zoom: zoom - up, column, row, scale, left: (x - column * scale) * size, top: (y - row * scale) * size };
      }
      return null;
    }

    async paint(context, coords, size) {
      const found = this.source(coords, size);
      if (!found) return;
      const content = await this.content(found);
      if (this.vector) new Drawing(context, content, { ...found, size, zoom: coords.z }).draw();
      else context.drawImage(content, -found.left, -found.top, size * found.scale, size * found.scale);
    }

    content(found) {
      if (!this.unpacked.has(found.index)) {
        if (this.unpacked.size > 60) this.unpacked.delete(this.unpacked.keys().next().value);
        this.unpacked.set(found.index, this.vector ? this.layers(found) : createImageBitmap(new Blob([binary(this.data[found.index])], { type: this.kind })));
      }
      return this.unpacked.get(found.index);
    }

    async layers({ index, zoom, column, row }) {
      const layers = layersOf(new Uint8Array(await geomap.inflated(this.data[index]).arrayBuffer()));
      this.names.more(placesOf(layers, zoom, column, row));
      return layers;
    }
  }

  const streets = (data, names) => (data ? new Streets(data, names) : null);

  Object.assign(geomap, { streets });
})((window.geomap = window.geomap || {}));
