// Colours and shapes of event types. No two types share both; the shapes alone tell them apart without colour.
(function (geomap) {
  "use strict";

  const { svg } = geomap;

  // Shapes in a box from -10 to 10.
  const SHAPES = {
    circle: "M0-8.2A8.2 8.2 0 1 1 0 8.2A8.2 8.2 0 1 1 0-8.2Z",
    square: "M-7.4-7.4H7.4V7.4H-7.4Z",
    diamond: "M0-9.8L9.8 0L0 9.8L-9.8 0Z",
    triangle: "M0-9.4L9.2 7.2H-9.2Z",
    wedge: "M0 9.4L9.2-7.2H-9.2Z",
    hexagon: "M-5.4-6.4H5.4L10.4 0L5.4 6.4H-5.4L-10.4 0Z",
    pentagon: "M-9-7H2.5L10 0L2.5 7H-9Z",
    cross: "M-3.2-9H3.2V-3.2H9V3.2H3.2V9H-3.2V3.2H-9V-3.2H-3.2Z",
    burst: "M0-10L2.4-5.2L7.1-7.1L5.2-2.4L10 0L5.2 2.4L7.1 7.1L2.4 5.2L0 10L-2.4 5.2L-7.1 7.1L-5.2 2.4L-10 0L-5.2-2.4L-7.1-7.1L-2.4-5.2Z",
    star: "M0-10L2.7-3.4L9.5-3.1L4.2 1.3L6 8.1L0 4.3L-6 8.1L-4.2 1.3L-9.5-3.1L-2.7-3.4Z",
    house: "M0-9.6L8.8-1.6V8.4H-8.8V-1.6Z",
    hourglass: "M-8.4-8.4H8.4L2.8 0L8.4 8.4H-8.4L-2.8 0Z",
    drop: "M0-10C3.4-5 7.4-1.4 7.4 2.6A7.4 7.4 0 1 1-7.4 2.6C-7.4-1.4-3.4-5 0-10Z",
    bubble: "M-9-8H9V4.6H0.5L-4.6 9.4V4.6H-9Z",
    shield: "M-8-9H8V1C8 5.6 4.4 8.4 0 10C-4.4 8.4-8 5.6-8 1Z",
    flag: "M-8-10H8L4-4.5L8 1H-4.6V10H-8Z",
    half: "M-9.4 5.4A9.4 9.4 0 0 1 9.4 5.4Z",
  };

  const TYPES = {
    "Battles": ["diamond", "#b3261e"],
    "Explosions/Remote violence": ["burst", "#d05a00"],
    "Violence against civilians": ["triangle", "#7b1f6a"],
    "Protests": ["circle", "#1f6fb5"],
    "Riots": ["square", "#6620c0"],
    "Strategic developments": ["hexagon", "#55626e"],
    "crime and justice": ["shield", "#3a3a3a"],
    "politics": ["flag", "#9a3fb5"],
    "diplomacy": ["pentagon", "#14757d"],
    "aid": ["cross", "#1b7f43"],
    "humanitarian": ["house", "#8a5a2b"],
    "infrastructure": ["hourglass", "#4250b5"],
    "accident": ["wedge", "#b0457f"],
    "natural disaster": ["drop", "#00688b"],
    "ceremony": ["star", "#927016"],
    "statement": ["bubble", "#5e7330"],
  };
  const OTHER = ["half", "#6b6b6b"];

  const look = (type) => (Object.hasOwn(TYPES, type) ? TYPES[type] : OTHER);
  const colour = (type) => look(type)[1];

  function path(type, attributes) {
    const [shape, fill] = look(type);
    return svg("path", { d: SHAPES[shape], fill, class: "gm-shape", ...attributes });
  }

  // The symbol of a type, `size` pixels wide; it says nothing that is not also in words beside it. What nobody but one side says, or
  // what has not happened, is hollow.
  function symbol(type, size, modality) {
    const hollow = modality && modality !== "reported";
    const outline = { fill: "var(--gm-paper)", class: "gm-hollow", stroke: colour(type), transform: "scale(.86)" };
    return svg("svg", { viewBox: "-12 -12 24 24", width: size, height: size, "aria-hidden": "true", focusable: "false" },
      hollow ? [path(type, { transform: "scale(1.12)", fill: "var(--gm-edge)" }), path(type, outline)] : path(type));
  }

  // The symbol of an event.
  function symbolOf(model, event, size) {
    return symbol(model.mainTypes[model.typeOf[event]], size, model.events.modality[event]);
  }

  const RING = 14; // its radius

  // Part of the ring, from one share of its turn to another, clockwise from the top.
  function arc(from, to) {
    const at = (share) => (RING * Math.sin(2 * Math.PI * share)).toFixed(2) + " " + (-RING * Math.cos(2 * Math.PI * share)).toFixed(2);
    return "M" + at(from) + "A" + RING + " " + RING + " 0 " + (to - from > 0.5 ? 1 : 0) + " 1 " + at(to);
  }

  const sumOf = (counts) => counts.reduce((sum, pair) => sum + pair[1], 0);
  const ringCount = (total) => (total > 999 ? geomap.compact(total) : geomap.number(total));

  // What each type has of a ring, clockwise from the top.
  function arcs(counts, total) {
    let done = 0;
    return counts.map(([type, count]) => {
      const from = done / total;
      done += count;
      return { type, d: arc(from, done / total) };
    });
  }

  // A ring that shows how the events of a group divide into types, with their number inside.
  function ring(counts, size) {
    const total = sumOf(counts);
    const parts = counts.length === 1
      ? [svg("circle", { r: RING, stroke: colour(counts[0][0]) })]
      : arcs(counts, total).map(({ type, d }) => svg("path", { d, stroke: colour(type) }));
    const label = svg("text", { class: "gm-ring-count", "text-anchor": "middle", dy: "0.36em" }, ringCount(total));
    return svg(
      "svg", { viewBox: "-20 -20 40 40", width: size, height: size, "aria-hidden": "true", focusable: "false" },
      svg("circle", { r: 16.5, class: "gm-ring-back" }), svg("g", { fill: "none", "stroke-width": 5 }, parts), label,
    );
  }

  // Writes other numbers into a ring; false where it has another number of parts.
  function recount(drawn, counts) {
    const parts = drawn.querySelector("g").children;
    if (parts.length !== counts.length) return false;
    const total = sumOf(counts);
    arcs(counts, total).forEach(({ type, d }, at) => {
      if (counts.length > 1) parts[at].setAttribute("d", d); // one type alone is a circle
      parts[at].setAttribute("stroke", colour(type));
    });
    drawn.querySelector("text").firstChild.data = ringCount(total);
    return true;
  }

  // Sizes grow with the logarithm of what they stand for, which may be one or thousands.
  function sizeOf(kind, magnitude, usual) {
    return kind === "same" ? usual : Math.round(Math.min(72, 20 + 15 * Math.log10(1 + magnitude)));
  }

  function sizeKey(kind) {
    if (kind === "same") return [];
    const mark = (magnitude) => geomap.el("span.gm-size", {}, svg("svg", { viewBox: "-10 -10 20 20", width: sizeOf(kind, magnitude), height: sizeOf(kind, magnitude), "aria-hidden": "true" },
      svg("circle", { r: 8, fill: "none", stroke: "var(--gm-mark)", "stroke-width": 1.5 })), " ", geomap.number(magnitude));
    return [geomap.t("size." + kind), ...(kind === "toll" ? [0, 10, 100] : [1, 10, 100]).map(mark)];
  }

  // What the drawing of places means, for the legend.
  function legendMark(kind) {
    const ink = "var(--gm-mark)";
    const dashed = { fill: ink, "fill-opacity": 0.1, stroke: ink, "stroke-width": 1.4, "stroke-dasharray": kind === "area" ? "6 4" : "3 4" };
    const pictures = {
      point: () => svg("path", { d: SHAPES.circle, fill: ink, transform: "scale(.8)" }),
      radius: () => [svg("circle", { r: 16, ...dashed }), svg("path", { d: SHAPES.circle, fill: ink, transform: "scale(.6)" })],
      area: () => svg("path", { d: "M-17-6L-6-15L12-11L16 4L4 14L-12 11Z", ...dashed }),
      claimed: () => svg("path", { d: SHAPES.circle, fill: "var(--gm-paper)", stroke: ink, "stroke-width": 3.4, transform: "scale(.8)" }),
      group: () => [...ring([["Battles", 2], ["aid", 1]], 40).childNodes],
    };
    return svg("svg", { viewBox: "-20 -20 40 40", width: 30, height: 30, "aria-hidden": "true", focusable: "false" }, pictures[kind]());
  }

  Object.assign(geomap, { legendMark, colour, symbol, symbolOf, sizeOf, sizeKey, ring, recount, knownTypes: Object.keys(TYPES) });
})((window.geomap = window.geomap || {}));
