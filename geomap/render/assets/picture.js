// The map as it is seen, as a PNG: its canvases, drawings and words put on one canvas. Base maps online are left out.
(function (geomap) {
  "use strict";

  const { el, t } = geomap;
  const PARTS = "canvas, svg, .gm-name, .gm-dot-name, .gm-chip, .gm-chip bdi, .gm-chip b, .gm-key span, .gm-key i";
  const STYLES = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "opacity", "paint-order", "font-size", "font-family", "font-weight"];
  const BAND = 54; // pixels above the map for title and time

  async function picture(map) {
    const ratio = Math.min(2, window.devicePixelRatio || 1);
    const frame = map.getContainer().getBoundingClientRect();
    const canvas = el("canvas", { width: frame.width * ratio, height: (frame.height + BAND) * ratio });
    const context = canvas.getContext("2d");
    context.scale(ratio, ratio);
    const ground = getComputedStyle(document.getElementById("geomap"));
    context.fillStyle = ground.getPropertyValue("--gm-paper");
    context.fillRect(0, 0, frame.width, frame.height + BAND);
    words(context, ground, frame);
    context.save();
    context.beginPath();
    context.rect(0, BAND, frame.width, frame.height);
    context.clip();
    context.translate(-frame.left, BAND - frame.top);
    const panes = Object.values(map.getPanes()).filter((pane) => pane !== map.getPane("mapPane") && pane !== map.getPane("popupPane"));
    panes.sort((a, b) => zOf(a) - zOf(b));
    for (const part of [...panes, map.getContainer().querySelector(".gm-key")].flatMap((pane) => [...pane.querySelectorAll(PARTS)])) {
      if (part.checkVisibility()) await put(context, part);
    }
    context.restore();
    return canvas;
  }

  const zOf = (pane) => Number(getComputedStyle(pane).zIndex) || 0;

  function words(context, style, frame) {
    context.fillStyle = style.getPropertyValue("--gm-ink");
    const line = (text, font, x, y) => {
      context.font = font;
      context.fillText(text, x, y, frame.width - 24);
    };
    line(document.querySelector(".gm-head h1").textContent.slice(0, 300), "700 20px " + style.getPropertyValue("--gm-serif"), 12, 25);
    const time = document.querySelector(".gm-time-label").textContent;
    line([time, credit()].filter(Boolean).join(" · "), "13px " + style.getPropertyValue("--gm-sans"), 12, 45);
  }

  // Of base maps online nothing is in the picture.
  function credit() {
    const online = document.querySelector("img.leaflet-tile");
    return online ? t("credit") : document.querySelector(".gm-credit").textContent;
  }

  async function put(context, part) {
    const box = part.getBoundingClientRect();
    if (!box.width || !box.height) return;
    if (part instanceof HTMLCanvasElement) context.drawImage(part, box.left, box.top, box.width, box.height);
    else if (part instanceof SVGElement) context.drawImage(await imageOf(part, box), box.left, box.top, box.width, box.height);
    else write(context, part, box);
  }

  // A drawing as an image: what the page's style says of its parts is written into them.
  async function imageOf(drawing, box) {
    const copy = drawing.cloneNode(true);
    copy.setAttribute("width", box.width);
    copy.setAttribute("height", box.height);
    const [from, to] = [[...drawing.querySelectorAll("*")], [...copy.querySelectorAll("*")]];
    from.forEach((node, index) => {
      const style = getComputedStyle(node);
      for (const name of STYLES) to[index].setAttribute(name, style.getPropertyValue(name));
    });
    copy.removeAttribute("style");
    const image = new Image();
    image.src = "data:image/svg+xml," + encodeURIComponent(new XMLSerializer().serializeToString(copy));
    await image.decode();
    return image;
  }

  function write(context, node, box) {
    const style = getComputedStyle(node);
    if (node.matches(".gm-chip, .gm-chip b, .gm-key i")) {
      context.fillStyle = style.backgroundColor;
      context.fillRect(box.left, box.top, box.width, box.height);
    }
    if (node.matches(".gm-chip, .gm-key i")) return;
    context.font = style.font;
    context.textBaseline = "middle";
    context.lineJoin = "round";
    context.lineWidth = 3;
    context.strokeStyle = getComputedStyle(document.getElementById("geomap")).getPropertyValue("--gm-halo");
    const text = style.textTransform === "uppercase" ? node.textContent.toUpperCase() : node.textContent;
    const indent = parseFloat(style.paddingLeft) || 0;
    if (node.matches(".gm-name, .gm-dot-name")) context.strokeText(text, box.left + indent, box.top + box.height / 2, box.width);
    context.fillStyle = style.color;
    context.fillText(text, box.left + indent, box.top + box.height / 2, box.width);
  }

  async function savePicture(map) {
    const canvas = await picture(map);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
    geomap.save("map.png", blob);
  }

  Object.assign(geomap, { picture, savePicture });
})((window.geomap = window.geomap || {}));
