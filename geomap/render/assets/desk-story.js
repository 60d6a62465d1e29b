// A story in the making, on an editing page: events in order, a sentence and a view each, saved as the file that --story takes.
(function (geomap) {
  "use strict";

  const { el, t, foreign } = geomap;
  const FILE = "story.json";
  const FORMAT = "geomap-story";
  const MINUTE = 60000; // milliseconds
  const LOCAL = /^\d{4}-\d\d-\d\dT\d\d:\d\d$/;
  const MEMBERS = ["headline", "text", "date", "event", "link"];

  let making = null;
  const card = geomap.card;
  geomap.card = (model, event, level) => {
    const node = card(model, event, level);
    const add = () => making.add({ event: model.events.id[event] });
    if (making) node.querySelector(".gm-actions").append(" ", el("button.gm-small", { type: "button", click: add }, t("story.add")));
    return node;
  };

  class StoryDesk {
    constructor(desk, story) {
      Object.assign(this, { desk, steps: [], saved: "[]" });
      const button = (key, click) => el("button.gm-small", { type: "button", click }, t(key));
      this.file = el("input.gm-hidden", { type: "file", accept: ".json,application/json", tabindex: "-1", "aria-label": t("story.load"), change: () => this.load() });
      this.title = el("input", { name: "story-title", dir: "auto" });
      this.status = el("p.gm-desk-status", { role: "status" });
      this.list = el("ol.gm-desk-list");
      this.node = el("section.gm-desk-story", { "aria-label": t("story") }, el("h2", {}, t("story")), el("p", {}, el("small", {}, geomap.withOptions(t("story.hint")))),
        el("p.gm-desk-tools", {}, button("story.blank", () => this.add({ event: null })), button("story.save", () => this.save()), button("story.load", () => this.file.click()), this.file),
        el("label.gm-field", {}, el("span", {}, t("story.title")), this.title), this.status, this.list);
      desk.node.append(this.node);
      if (story) this.take(story);
      this.draw();
      window.addEventListener("beforeunload", (event) => {
        if (this.steps.length && JSON.stringify(this.steps) !== this.saved) event.preventDefault();
      });
    }

    get view() {
      const { map } = this.desk.parts;
      const { lat, lng } = map.getCenter().wrap();
      return [map.getZoom(), Number(lat.toFixed(4)), Number(lng.toFixed(4))];
    }

    // The window of the time line as local times, as the file has them; null for the whole time.
    get time() {
      const { window: window_ } = this.desk.parts.filters;
      return window_ && window_.map((minutes) => new Date(minutes * MINUTE).toISOString().slice(0, 16));
    }

    add({ event }) {
      this.steps.push({ headline: null, text: "", date: null, event, at: this.view, time: this.time, link: null });
      this.draw();
      this.list.lastChild.querySelector("textarea").focus({ preventScroll: false });
    }

    draw() {
      this.list.replaceChildren(...this.steps.map((step, at) => this.entry(step, at)));
      this.status.replaceChildren(t("story.n", { n: this.steps.length }));
    }

    entry(step, at) {
      const button = (key, click, disabled) => el("button.gm-small", { type: "button", click, disabled }, t(key), el("span.gm-hidden", {}, " ", geomap.number(at + 1)));
      const field = (tag, name, key) => {
        const input = el(tag, { dir: "auto", name: "story-" + name, rows: tag === "textarea" ? 3 : null, input: () => (step[name] = input.value) });
        input.value = step[name] || "";
        return el("label.gm-field", {}, el("span", {}, t(key, { n: at + 1 })), input);
      };
      return el("li", {}, el("p", {}, el("b", {}, geomap.number(at + 1)), " ", this.named(step)), field("input", "headline", "story.headline"), field("textarea", "text", "story.text"),
        el("p.gm-desk-tools", {}, button("story.view", () => this.change(at, "view")), button("story.up", () => this.change(at, "up"), at === 0),
          button("story.down", () => this.change(at, "down"), at === this.steps.length - 1), button("story.remove", () => this.change(at, "remove"))));
    }

    named(step) {
      if (!step.event) return t("story.without");
      const { model } = this.desk;
      const event = model.events.id.indexOf(step.event);
      if (event < 0) return foreign(step.event);
      const { place, date } = geomap.summary(model, event);
      return el("button.gm-link", { type: "button", click: () => this.desk.choose(step.event) }, foreign(place + " · " + date));
    }

    change(at, what) {
      const { steps } = this;
      if (what === "view") Object.assign(steps[at], { at: this.view, time: this.time });
      if (what === "remove") steps.splice(at, 1);
      if (what === "up") steps.splice(at - 1, 0, ...steps.splice(at, 1));
      if (what === "down") steps.splice(at + 1, 0, ...steps.splice(at, 1));
      this.draw();
      this.status.replaceChildren(t("story.did." + what, { n: at + 1 }));
      const entry = this.list.children[Math.min(steps.length - 1, at + ({ up: -1, down: 1 }[what] || 0))];
      if (entry) entry.querySelector("textarea").focus();
    }

    save() {
      const told = { format: FORMAT, version: 1, title: this.title.value.trim() || null, steps: this.steps };
      geomap.save(FILE, new Blob([JSON.stringify(told, null, 1) + "\n"], { type: "application/json" }));
      this.saved = JSON.stringify(this.steps);
      this.status.replaceChildren(t("story.saved", { n: this.steps.length }));
    }

    async load() {
      const [file] = this.file.files;
      if (!file) return;
      try {
        const told = JSON.parse(await file.text());
        if (!told || told.format !== FORMAT || !Array.isArray(told.steps)) throw new SyntaxError("no story");
        this.take(told);
        this.draw();
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw error;
        this.status.replaceChildren(t("story.load.wrong", { name: file.name }));
      }
      this.file.value = "";
    }

    take({ title, steps }) {
      this.title.value = typeof title === "string" ? title : "";
      this.steps = steps.filter((step) => step && typeof step === "object").map((step) => {
        const words = MEMBERS.map((name) => [name, typeof step[name] === "string" ? step[name] : null]);
        const view = Array.isArray(step.at) && step.at.length === 3 && step.at.every(Number.isFinite) ? step.at : null;
        const time = Array.isArray(step.time) && step.time.length === 2 && step.time.every((text) => LOCAL.test(text)) ? step.time : null;
        return { ...Object.fromEntries(words), text: typeof step.text === "string" ? step.text : "", at: view, time };
      });
    }
  }

  function storyDesk(desk, story) {
    making = new StoryDesk(desk, story);
    return making;
  }

  Object.assign(geomap, { storyDesk });
})((window.geomap = window.geomap || {}));
