// A story: steps that the reader scrolls through, and a map that follows them.
(function (geomap) {
  "use strict";

  const { el, t, term, foreign, link } = geomap;
  const NEAR_ZOOM = 7; // of an event whose step states no view
  const READ_AT = 0.35; // share of the panel's height at which a step is the one that is read
  const SETTLED = 250; // milliseconds after the last scrolling

  class Story {
    constructor(parts, story) {
      Object.assign(this, { parts, story, at: -1 });
      this.timed = story.steps.some(({ time }) => time);
      this.here = L.layerGroup().addTo(parts.map);
      this.build();
      this.keepInAddress();
      const values = new URLSearchParams(location.hash.slice(1));
      this.show(values.get("story") !== "off");
      const wanted = Number(values.get("step")) || 1;
      if (this.on) this.go(Math.max(1, Math.min(story.steps.length, wanted)) - 1);
    }

    build() {
      const root = (this.root = document.getElementById("geomap"));
      const button = (key, click) => el("button.gm-small", { type: "button", click }, t(key));
      this.nodes = this.story.steps.map((step, index) => this.step(step, index));
      this.list = el("div.gm-steps", { tabindex: "0", role: "group", "aria-label": t("story.steps"), scroll: () => this.scrolled(), keydown: (event) => this.key(event) },
        this.story.title ? foreign(this.story.title, "h2") : el("h2", {}, t("story")), this.nodes);
      this.back = button("story.back", () => this.go(this.at - 1));
      this.next = button("story.next", () => this.go(this.at + 1));
      this.count = el("span", { role: "status" });
      this.copy = button("story.copy", () => geomap.copy(geomap.wholeAddress(), t("story.copy"), this.copy));
      this.node = el("section.gm-tale", { "aria-label": t("story") }, this.list,
        el("div.gm-tale-tools", {}, this.back, this.count, this.next, this.copy, button("story.card", () => this.saveCard()), button("story.all", () => this.leave())));
      this.again = el("button.gm-small.gm-again", { type: "button", click: () => this.enter() }, t("story.read"));
      root.insertBefore(this.node, root.querySelector(".gm-main"));
      root.querySelector(".gm-head").append(this.again);
    }

    // The step as a picture to share: its headline, date and words above the map as it is seen, legend and sources below.
    saveCard() {
      const { model, map } = this.parts;
      const { date, text } = this.story.steps[this.at];
      const event = Number(this.nodes[this.at].dataset.event);
      const title = this.nodes[this.at].querySelector("h3")?.textContent || this.story.title || "";
      const time = date || (event >= 0 ? geomap.summary(model, event).date : "");
      return geomap.savePicture(map, model, { title, time, words: text }, "step-" + (this.at + 1) + ".png");
    }

    step(step, index) {
      const event = step.event ? this.parts.model.events.id.indexOf(step.event) : -1;
      const paragraphs = step.text.split(/\n+/).filter(Boolean).map((line) => foreign(line, "p"));
      return el("article.gm-step", { id: "gm-step-" + (index + 1), "data-event": event, click: () => this.at !== index && this.go(index) },
        el("p.gm-step-date", {}, el("b", {}, geomap.number(index + 1)), step.date ? [" ", foreign(step.date)] : null),
        step.headline ? foreign(step.headline, "h3") : event >= 0 ? el("h3", {}, geomap.placeName(this.parts.model, this.parts.model.events.place[event])) : null,
        paragraphs, event < 0 ? null : this.facts(event), step.link ? el("p", {}, link(step.link)) : null);
    }

    facts(event) {
      const { model } = this.parts;
      const [, sub] = model.types[model.events.type[event]];
      const { date } = geomap.summary(model, event);
      const lead = geomap.leadOf(model, event);
      const facts = [foreign(term("sub", sub), "span"), model.places.name[model.events.place[event]], date, geomap.tollText(geomap.toll(model, model.events.toll[event]))];
      return el("div.gm-step-event", {},
        el("p", {}, geomap.symbol(model.mainTypes[model.typeOf[event]], 16), " ", facts.filter(Boolean).map((fact, at) => [at ? " · " : "", fact])),
        model.evidence.quote[lead] ? geomap.quotation(model, lead) : null,
        el("p", {}, el("small", {}, foreign(geomap.post(model, lead).source)), " ",
          el("button.gm-link", { type: "button", click: (click) => this.parts.panel.list.openEvent(event, click.currentTarget) }, t("story.open"))));
    }

    // Shows a step on the map and, unless the reader scrolled there, in the panel.
    go(index, scrolled) {
      if (!this.nodes[index]) return;
      this.at = index;
      this.nodes.forEach((node, other) => {
        if (other === index) node.setAttribute("aria-current", "step");
        else node.removeAttribute("aria-current");
      });
      if (!scrolled) {
        this.still = Date.now() + 2 * SETTLED; // what scrolls now is no choice of the reader's
        this.list.scrollTop = this.nodes[index].offsetTop - Math.min(120, this.list.clientHeight * READ_AT) / 2;
      }
      this.back.disabled = index === 0;
      this.next.disabled = index === this.nodes.length - 1;
      this.count.replaceChildren(t("story.of", { n: index + 1, total: this.nodes.length }));
      this.look(this.story.steps[index], Number(this.nodes[index].dataset.event));
    }

    look(step, event) {
      const { map, markers, model } = this.parts;
      const spot = event >= 0 && model.spotOf[event] >= 0 ? model.spots.at(model.spotOf[event]) : null;
      map.closePopup();
      this.here.clearLayers();
      if (this.timed) this.limit(step.time);
      const animate = !window.matchMedia("(prefers-reduced-motion: reduce)").matches;
      if (step.at) map.setView([step.at[1], step.at[2]], Math.min(map.getMaxZoom(), step.at[0]), { animate });
      else if (spot) map.setView([spot.lat, spot.lon], spot.area ? markers.areaZoom(spot) : Math.max(NEAR_ZOOM, map.getZoom()), { animate });
      else if (markers.mainBounds().isValid()) map.fitBounds(markers.mainBounds(), { padding: [40, 40], maxZoom: 9, animate });
      if (spot && !spot.area) L.circleMarker([spot.lat, spot.lon], { radius: 23, fill: false, interactive: false, renderer: markers.renderer, pane: "areas", className: "gm-here" }).addTo(this.here);
    }

    // Shows the time of a step only; all of it for a step that states none.
    limit(time) {
      const { timeline, filters } = this.parts;
      if (timeline.node.hidden) return;
      timeline.put(...(time ? timeline.unitsOf(time) : [0, timeline.units]));
      filters.change({ window: time });
    }

    // The last step that begins above the line at which a step is read; the last one at the end.
    scrolled() {
      if (!this.on || Date.now() < (this.still || 0)) return;
      window.clearTimeout(this.waiting);
      this.waiting = window.setTimeout(() => {
        const { scrollTop, clientHeight, scrollHeight } = this.list;
        const line = scrollTop + clientHeight * READ_AT;
        const above = this.nodes.filter((node) => node.offsetTop <= line).length - 1;
        const index = scrollTop + clientHeight >= scrollHeight - 2 ? this.nodes.length - 1 : Math.max(0, above);
        if (index !== this.at) this.go(index, true);
      }, SETTLED / 2);
    }

    key(event) {
      if (event.target !== this.list) return;
      const last = this.nodes.length - 1;
      const wanted = { ArrowDown: this.at + 1, ArrowRight: this.at + 1, PageDown: this.at + 1, " ": this.at + 1, ArrowUp: this.at - 1, ArrowLeft: this.at - 1, PageUp: this.at - 1, Home: 0, End: last }[event.key];
      if (wanted === undefined) return;
      event.preventDefault();
      this.go(Math.max(0, Math.min(last, wanted)));
    }

    show(on) {
      this.on = on;
      this.root.classList.toggle("gm-story", on);
      this.again.hidden = on;
      this.parts.map.invalidateSize({ animate: false });
    }

    leave() {
      this.show(false);
      this.here.clearLayers();
      if (this.timed) this.limit(null);
      this.parts.filters.change({});
      this.again.focus();
    }

    enter() {
      this.parts.panel.reset();
      this.show(true);
      this.go(Math.max(0, this.at));
      this.list.focus();
    }

    keepInAddress() {
      const { written } = geomap.share;
      geomap.share.written = (...values) => {
        const kept = written(...values);
        if (this.on) kept.set("step", String(this.at + 1));
        else kept.set("story", "off");
        return kept;
      };
    }
  }

  // Makes an opened page one that tells its story.
  function tell() {
    geomap.ready = Promise.all([geomap.ready, geomap.block("story")]).then(([parts, story]) => ({ ...parts, story: new Story(parts, story) }));
  }

  Object.assign(geomap, { tell });
})((window.geomap = window.geomap || {}));
