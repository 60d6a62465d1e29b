// The map as it is seen, as PNG of twice the pixels or as SVG: title and time above, legend and sources below. Base maps online are left out.
(function (geomap) {
  "use strict";

  const { el, svg, t, term } = geomap;
  const PARTS = "canvas, svg, .gm-name, .gm-dot-name, .gm-chip, .gm-chip bdi, .gm-chip b, .gm-key span, .gm-key i, .leaflet-control-scale-line";
  const STYLES = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "opacity", "paint-order", "font-size", "font-family", "font-weight"];
  const BOXED = ".gm-chip, .gm-chip b, .gm-key i, .leaflet-control-scale-line";
  const BAND = 54; // pixels above the map for title and time
  const MOST_LINES = 6; // of words under them
  const LINE = 22; // of the legend below it
  const RATIO = 2;

  // Draws on a canvas.
  class CanvasPen {
    constructor(width, height) {
      this.canvas = el("canvas", { width: width * RATIO, height: height * RATIO });
      this.context = this.canvas.getContext("2d");
      this.context.scale(RATIO, RATIO);
    }

    rect(x, y, width, height, fill) {
      this.context.fillStyle = fill;
      this.context.fillRect(x, y, width, height);
    }

    text(words, x, y, { font, fill, halo, most }) {
      Object.assign(this.context, { font, fillStyle: fill, textBaseline: "middle", lineJoin: "round", lineWidth: 3, strokeStyle: halo || fill });
      if (halo) this.context.strokeText(words, x, y, most);
      this.context.fillText(words, x, y, most);
    }

    async drawing(part, x, y, width, height) {
      if (part instanceof HTMLCanvasElement) {
        this.context.drawImage(part, x, y, width, height);
        return;
      }
      const image = new Image();
      image.src = "data:image/svg+xml," + encodeURIComponent(new XMLSerializer().serializeToString(copyOf(part, width, height)));
      await image.decode();
      this.context.drawImage(image, x, y, width, height);
    }

    clip(x, y, width, height) {
      this.context.save();
      this.context.beginPath();
      this.context.rect(x, y, width, height);
      this.context.clip();
    }

    unclip() {
      this.context.restore();
    }
  }

  // Writes an SVG document, in which words stay words.
  class SvgPen {
    constructor(width, height) {
      this.root = svg("svg", { width, height, viewBox: "0 0 " + width + " " + height });
      this.into = this.root;
    }

    rect(x, y, width, height, fill) {
      this.into.append(svg("rect", { x, y, width, height, fill }));
    }

    text(words, x, y, { font, fill, halo }) {
      const attributes = { x, y, fill, "dominant-baseline": "central" };
      if (halo) Object.assign(attributes, { stroke: halo, "stroke-width": 3, "stroke-linejoin": "round", "paint-order": "stroke" });
      const node = svg("text", attributes, words);
      node.style.font = font; // by the object model, which the page's policy allows
      this.into.append(node);
    }

    drawing(part, x, y, width, height) {
      if (part instanceof HTMLCanvasElement) this.into.append(svg("image", { x, y, width, height, href: part.toDataURL() }));
      else {
        const copy = copyOf(part, width, height);
        copy.setAttribute("x", x);
        copy.setAttribute("y", y);
        this.into.append(copy);
      }
    }

    clip(x, y, width, height) {
      this.into = svg("svg", { x, y, width, height, viewBox: [x, y, width, height].join(" ") });
      this.root.append(this.into);
    }

    unclip() {
      this.into = this.root;
    }
  }

  const zOf = (pane) => Number(getComputedStyle(pane).zIndex) || 0;
  const rootStyle = () => getComputedStyle(document.getElementById("geomap"));

  // What the page's style says of the parts of a drawing is written into them.
  function copyOf(drawing, width, height) {
    const copy = drawing.cloneNode(true);
    copy.setAttribute("width", width);
    copy.setAttribute("height", height);
    const [from, to] = [[...drawing.querySelectorAll("*")], [...copy.querySelectorAll("*")]];
    from.forEach((node, index) => {
      const style = getComputedStyle(node);
      for (const name of STYLES) to[index].setAttribute(name, style.getPropertyValue(name));
      to[index].removeAttribute("class");
    });
    copy.removeAttribute("style");
    copy.removeAttribute("class");
    return copy;
  }

  const headOfPage = () => ({ title: document.querySelector(".gm-head h1").textContent, time: document.querySelector(".gm-time-label").textContent, words: "" });

  // Words in lines of a width; what does not fit into the most lines ends with an ellipsis.
  function linesOf(words, width, font) {
    const context = el("canvas").getContext("2d");
    context.font = font;
    const lines = [];
    for (const word of words.split(/\s+/).filter(Boolean)) {
      const longer = lines.length ? lines[lines.length - 1] + " " + word : word;
      if (lines.length && context.measureText(longer).width <= width) lines[lines.length - 1] = longer;
      else lines.push(word);
    }
    return lines.length > MOST_LINES ? [...lines.slice(0, MOST_LINES - 1), lines[MOST_LINES - 1] + " …"] : lines;
  }

  async function drawn(map, model, Pen, { title, time, words } = headOfPage()) {
    const frame = map.getContainer().getBoundingClientRect();
    const style = rootStyle();
    const [paper, ink, sans] = ["--gm-paper", "--gm-ink", "--gm-sans"].map((name) => style.getPropertyValue(name));
    const rows = legendRows(model, frame.width, sans);
    const lines = linesOf(words, frame.width - 24, "14px " + sans);
    const band = BAND + lines.length * LINE;
    const height = band + frame.height + (rows.length + 1) * LINE + 8;
    const pen = new Pen(frame.width, height);
    pen.rect(0, 0, frame.width, height, paper);
    const say = (line, font, x, y) => pen.text(line, x, y, { font, fill: ink, most: frame.width - 24 });
    say(title.slice(0, 300), "700 20px " + style.getPropertyValue("--gm-serif"), 12, 20);
    say(time, "13px " + sans, 12, 42);
    for (const [row, line] of lines.entries()) say(line, "14px " + sans, 12, BAND + (row + 0.5) * LINE);
    pen.clip(0, band, frame.width, frame.height);
    await seen(map, pen, frame, band);
    pen.unclip();
    const shown = el("div.gm-hidden", { "aria-hidden": "true" });
    document.getElementById("geomap").append(shown);
    for (const [row, entries] of rows.entries()) {
      for (const { type, x } of entries) {
        const y = band + frame.height + 4 + row * LINE;
        const mark = type === null ? claimedMark() : geomap.symbol(type, 16);
        shown.append(mark); // only what stands in the page has a style
        await pen.drawing(mark, x, y + 2, 16, 16);
        say(nameOf(type), "12.5px " + sans, x + 20, y + LINE / 2);
      }
    }
    shown.remove();
    say(sources(model), "11px " + sans, 12, height - LINE / 2);
    return pen;
  }

  const nameOf = (type) => (type === null ? t("modality.claimed") : term("type", type));
  const claimedMark = () => geomap.symbol("Protests", 16, "claimed");

  // The types in rows of the picture's width; null stands for what is claimed.
  function legendRows(model, width, sans) {
    const context = el("canvas").getContext("2d");
    context.font = "12.5px " + sans;
    const rows = [[]];
    let x = 12;
    for (const type of [...model.mainTypes, ...(model.events.modality.some((word) => word !== "reported") ? [null] : [])]) {
      const wide = context.measureText(nameOf(type)).width + 40;
      if (x + wide > width && rows[rows.length - 1].length) {
        rows.push([]);
        x = 12;
      }
      rows[rows.length - 1].push({ type, x });
      x += wide;
    }
    return rows;
  }

  // Whose map and data it is. Of base maps online nothing is in the picture.
  function sources(model) {
    const online = document.querySelector("img.leaflet-tile");
    const told = model.posts.source ? [...new Set(model.sources.names)].slice(0, 5).join(", ") : "";
    const data = model.data_sources.map(([name]) => name).slice(0, 6).join(", ");
    return [told, online ? t("credit") : document.querySelector(".gm-credit").textContent, data].filter(Boolean).join(" · ");
  }

  async function seen(map, pen, frame, band) {
    const panes = Object.values(map.getPanes()).filter((pane) => pane !== map.getPane("mapPane") && pane !== map.getPane("popupPane"));
    panes.sort((a, b) => zOf(a) - zOf(b));
    const over = [map.getContainer().querySelector(".gm-key"), map.getContainer().querySelector(".leaflet-control-scale")].filter(Boolean);
    for (const part of [...panes, ...over].flatMap((pane) => [...pane.querySelectorAll(PARTS)])) {
      const box = part.getBoundingClientRect();
      if (!part.checkVisibility() || !box.width || !box.height) continue;
      const [x, y] = [box.left - frame.left, box.top - frame.top + band];
      if (part instanceof HTMLCanvasElement || part instanceof SVGElement) await pen.drawing(part, x, y, box.width, box.height);
      else write(pen, part, x, y, box);
    }
  }

  function write(pen, node, x, y, { width, height }) {
    const style = getComputedStyle(node);
    if (node.matches(BOXED)) pen.rect(x, y, width, height, style.backgroundColor);
    if (node.matches(".leaflet-control-scale-line")) for (const [left, wide, top, high] of [[x, width, y + height - 2, 2], [x, 1.5, y, height], [x + width - 1.5, 1.5, y, height]]) pen.rect(left, top, wide, high, style.color);
    if (node.matches(".gm-chip, .gm-key i, .gm-key .gm-size")) return;
    const words = style.textTransform === "uppercase" ? node.textContent.toUpperCase() : node.textContent;
    const halo = node.matches(".gm-name, .gm-dot-name") ? rootStyle().getPropertyValue("--gm-halo") : null;
    pen.text(words, x + (parseFloat(style.paddingLeft) || 0), y + height / 2, { font: style.font, fill: style.color, halo, most: width });
  }

  const picture = async (map, model, told) => (await drawn(map, model, CanvasPen, told)).canvas;
  const vector = async (map, model) => new XMLSerializer().serializeToString((await drawn(map, model, SvgPen)).root);

  // Without what is told, title and time are those of the page.
  async function savePicture(map, model, told, name = "map.png") {
    const canvas = await picture(map, model, told);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
    geomap.save(name, blob);
  }

  async function saveVector(map, model) {
    geomap.save("map.svg", new Blob([await vector(map, model)], { type: "image/svg+xml" }));
  }

  Object.assign(geomap, { picture, vector, savePicture, saveVector });
})((window.geomap = window.geomap || {}));
