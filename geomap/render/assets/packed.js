// A page of very many events has them in packed columns, see packed.py. A worker unpacks them and puts the places on points, so that the
// page stays free meanwhile; where a frame or browser refuses workers, the page does the same itself.
(function (geomap) {
  "use strict";

  const END = "\0"; // of a text
  const NONE = -(2 ** 31); // stands for null in a column of numbers
  const TABLES = ["events", "evidence", "posts", "places"];
  const POINTS = ["of", "place", "lat", "lon", "x", "y", "area"]; // columns of Spots
  const own = typeof document === "undefined" ? null : document.currentScript;

  // What the worker runs: data.js, spots.js and this, as they stand in the page.
  const scripts = own ? [own.previousElementSibling.previousElementSibling, own.previousElementSibling, own].map((script) => script.textContent) : [];

  function numbersIn(bytes, { at, length, bytes: width, steps }) {
    const values = new Int32Array(length);
    for (let plane = 0; plane < width; plane += 1) {
      const from = at + plane * length;
      for (let row = 0; row < length; row += 1) values[row] |= bytes[from + row] << (8 * plane);
    }
    let last = 0;
    for (let row = 0; row < length; row += 1) {
      const value = (values[row] >>> 1) ^ -(values[row] & 1);
      values[row] = last = steps ? (last + value) | 0 : value;
    }
    return values;
  }

  const isColumn = (told) => told !== null && typeof told === "object" && ["at", "same", "counted"].some((name) => name in told);

  // The same table with `change` made of its columns.
  function mapped(table, change) {
    return Object.fromEntries(Object.entries(table).map(([name, told]) => [name, isColumn(told) ? change(told) : told]));
  }

  function eachTable(data, change) {
    const made = { ...data, ...Object.fromEntries(TABLES.map((name) => [name, mapped(data[name], change)])) };
    if (data.places.local) made.places.local = mapped(data.places.local, change);
    return made;
  }

  // Everything that needs time and no page: gives the data, whose columns have their bytes or numbers in `values`, and the points.
  async function prepared(text) {
    const buffer = await geomap.inflated(text).arrayBuffer();
    const bytes = new Uint8Array(buffer);
    const end = buffer.byteLength - 4;
    const { data } = JSON.parse(new TextDecoder().decode(bytes.subarray(end - new DataView(buffer).getUint32(end, true), end)));
    const filled = eachTable(data, (column) => {
      if (!("at" in column)) return column;
      return { ...column, values: column.texts ? bytes.slice(column.at, column.at + (column.ends[column.ends.length - 1] || 0)) : numbersIn(bytes, column) };
    });
    const spots = new geomap.Spots(mapped(filled.places, columnOf));
    return { data: filled, spots: Object.fromEntries(["length", "hasAreas", ...POINTS].map((name) => [name, spots[name]])) };
  }

  function columnOf(column) {
    const { length, words, none, per, values } = column;
    if ("same" in column) return new Array(length).fill(column.same);
    if (column.counted) return column.counted === "text" ? listed(length, String) : Int32Array.from({ length }, (_, row) => row);
    if (column.texts) return textsOf(column);
    if (!words && !none && !per) return values;
    const made = words || none ? new Array(length) : new Float64Array(length);
    for (let row = 0; row < length; row += 1) made[row] = words ? words[values[row]] : values[row] === NONE ? null : values[row] / (per || 1);
    return made;
  }

  // Texts, of which a few thousand at a time are read when one of them is asked for.
  function textsOf({ length, texts: together, ends, values }) {
    const decoder = new TextDecoder();
    const read = [];
    const block = (part) => decoder.decode(values.subarray(part ? ends[part - 1] : 0, ends[part]));
    const textAt = (row) => {
      const part = Math.floor(row / together);
      read[part] = read[part] || block(part).split(END);
      return read[part][row % together];
    };
    return listed(length, textAt, { together, blocks: () => ends.map((_, part) => block(part)) }); // what search.js asks for
  }

  // A list that makes its values when they are asked for.
  function listed(length, valueAt, more) {
    const rowOf = (name) => (typeof name === "string" ? Number(name) : NaN);
    return new Proxy(Object.assign([], more), {
      get: (list, name) => {
        const row = rowOf(name);
        if (row >= 0 && row < length) return valueAt(row);
        return name === "length" ? length : list[name];
      },
      has: (list, name) => rowOf(name) < length || name in list,
    });
  }

  // The rank of each name in the order of letters.
  function ranksOf(joined) {
    const names = joined.split(END);
    const ranks = new Map([...new Set(names)].sort().map((name, rank) => [name, rank]));
    return Int32Array.from(names, (name) => ranks.get(name));
  }

  function inWorker(task) {
    return new Promise((done, refuse) => {
      const address = URL.createObjectURL(new Blob(["self.window = self;\n", ...scripts], { type: "text/javascript" }));
      const worker = new Worker(address);
      const ended = (told) => {
        worker.terminate();
        URL.revokeObjectURL(address);
        if (told) done(told);
        else refuse(new Error("the worker gave no answer"));
      };
      worker.addEventListener("message", ({ data }) => ended(data));
      worker.addEventListener("error", (error) => {
        error.preventDefault();
        ended(null);
      });
      worker.postMessage(task);
    });
  }

  // Says meanwhile that the page is being prepared.
  function note() {
    const texts = JSON.parse(document.getElementById("geomap-texts").textContent);
    const node = document.createElement("p");
    Object.assign(node, { className: "gm-sub", textContent: texts["preparing"] });
    node.setAttribute("role", "status");
    document.querySelector(".gm-head").append(node);
    return node;
  }

  async function unpacked(text) {
    const waiting = note();
    const { data, spots } = await inWorker({ text }).catch(() => prepared(text));
    waiting.remove();
    return { ...eachTable(data, columnOf), spots };
  }

  // The ranks of very many names, which are sorted beside the page.
  async function ranked(names) {
    const joined = (names.blocks ? names.blocks() : Array.from(names)).join(END);
    return inWorker({ joined }).catch(() => ranksOf(joined));
  }

  if (own) Object.assign(geomap, { unpacked, ranked });
  else {
    self.addEventListener("message", async ({ data: { text, joined } }) => {
      if (joined !== undefined) {
        self.postMessage(ranksOf(joined));
        return;
      }
      const made = await prepared(text).catch(() => null);
      const columns = made ? TABLES.flatMap((name) => Object.values(made.data[name])).filter((column) => column && column.values) : [];
      const buffers = made ? [...columns.map(({ values }) => values.buffer), ...POINTS.map((name) => made.spots[name].buffer)] : [];
      self.postMessage(made, [...new Set(buffers)]);
    });
  }
})((window.geomap = window.geomap || {}));
