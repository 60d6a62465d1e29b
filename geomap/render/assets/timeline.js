// One time line for everything: a histogram of what the filters leave, and a window that map, list and counts follow.
(function (geomap) {
  "use strict";

  const { el, svg, t } = geomap;
  const HOUR = 60;
  const DAY = 1440;
  const MAX_BINS = 160;
  const STEPS = [HOUR, 6 * HOUR, DAY, 7 * DAY, 30 * DAY, 365 * DAY];
  const BEAT = 700; // milliseconds between steps while playing

  class Timeline {
    constructor(model, filters) {
      this.model = model;
      this.filters = filters;
      this.mode = "window";
      this.node = this.build();
      this.setBasis(filters.basis);
    }

    build() {
      this.bars = svg("svg", { class: "gm-bars", preserveAspectRatio: "none", "aria-hidden": "true" });
      this.from = this.range("time.from");
      this.to = this.range("time.to");
      this.label = el("p.gm-time-label");
      this.playButton = el("button.gm-play", { type: "button", "aria-label": t("time.play"), click: () => this.toggle() }, "▶");
      const whole = el("button.gm-small", { type: "button", click: () => this.whole() }, t("time.whole"));
      const mode = this.choice("time.mode", ["window", "cumulative"], (value) => this.setMode(value));
      this.stepChoice = this.choice("time.step", STEPS.slice(0, 4), (value) => (this.step = Number(value)), (value) => t("time.step." + value / HOUR));
      this.stepChoice.classList.add("gm-time-step");
      const basis = this.choice("time.basis", ["local", "utc", "post"], (value) => {
        this.setBasis(value);
        this.filters.change({});
      });
      this.basisChoice = basis;
      const edges = (this.edges = el("div.gm-time-edges", { "aria-hidden": "true" }));
      return el("section.gm-time", { "aria-label": t("time") },
        el("div.gm-time-head", {}, this.playButton, this.label, whole, mode, this.stepChoice, basis),
        el("div.gm-time-track", {}, this.bars, this.from, this.to), edges);
    }

    range(key) {
      return el("input.gm-range", { type: "range", min: 0, step: 1, "aria-label": t(key), input: (event) => this.moved(event.target), keydown: (event) => this.key(event) });
    }

    choice(key, values, change, label) {
      const input = el("select", { "aria-label": t(key), title: t(key), change: (event) => change(event.target.value) },
        values.map((value) => el("option", { value }, label ? label(value) : t(key + "." + value))));
      return input;
    }

    // Bins from the first to the last time; empty where no event has one.
    setBasis(basis) {
      this.stop();
      this.filters.basis = basis;
      const times = this.filters.intervalsBy(basis);
      const starts = Array.from(times.from).filter((value) => !Number.isNaN(value));
      this.node.hidden = starts.length === 0;
      if (!starts.length) return;
      const first = starts.reduce((least, value) => Math.min(least, value), Infinity);
      const last = Array.from(times.to).reduce((most, value) => (value > most ? value : most), first);
      this.bin = STEPS.find((step) => step >= (basis === "local" ? DAY : HOUR) && (last - first) / step <= MAX_BINS) || 3650 * DAY;
      if (this.bin < DAY && last - first > 4 * DAY) this.bin = Math.max(this.bin, 6 * HOUR);
      this.start = Math.floor(first / this.bin) * this.bin;
      [this.first, this.last] = [first, last];
      this.bins = Math.max(1, Math.ceil((last - this.start) / this.bin));
      this.step = Math.max(this.bin, DAY);
      this.stepChoice.value = String(this.step);
      for (const input of [this.from, this.to]) input.max = String(this.bins);
      [this.from.value, this.to.value] = ["0", String(this.bins)];
      this.filters.window = null;
    }

    counts(events) {
      const { from, to } = this.filters.intervalsBy(this.filters.basis);
      const counts = new Uint32Array(this.bins);
      for (const event of events) {
        if (Number.isNaN(from[event])) continue;
        const end = Math.min(this.bins, Math.ceil((to[event] - this.start) / this.bin));
        const begin = Math.max(0, Math.floor((from[event] - this.start) / this.bin));
        for (let bin = begin; bin < Math.max(end, begin + 1); bin += 1) counts[bin] += 1;
      }
      return counts;
    }

    draw() {
      if (this.node.hidden) return;
      const events = this.filters.visibleAtAnyTime();
      if (this.counted !== events || this.countedBasis !== this.filters.basis) {
        [this.counted, this.countedBasis, this.kept] = [events, this.filters.basis, this.counts(events)];
      }
      const counts = this.kept;
      const most = counts.reduce((high, value) => Math.max(high, value), 1);
      const [from, to] = this.position();
      const bars = Array.from(counts, (count, bin) => count && svg("rect", {
        x: bin + 0.06, width: 0.88, y: 40 - Math.max(2, (count / most) * 38), height: Math.max(2, (count / most) * 38),
        class: bin >= from && bin < to ? "gm-bar gm-bar-in" : "gm-bar",
      })).filter(Boolean);
      this.bars.setAttribute("viewBox", "0 0 " + this.bins + " 40");
      this.bars.replaceChildren(...bars);
      this.label.replaceChildren(this.described(from, to));
      this.edges.replaceChildren(el("span", {}, geomap.day(Math.floor(this.first / DAY), geomap.SHORT_DAY)), el("span", {}, geomap.day(Math.floor((this.last - 1) / DAY), geomap.SHORT_DAY)));
      for (const [input, bin] of [[this.from, from], [this.to, to - 1]]) input.setAttribute("aria-valuetext", this.edge(bin));
    }

    edge(bin) {
      const minutes = this.start + bin * this.bin;
      const text = geomap.day(Math.floor(minutes / DAY), geomap.SHORT_DAY);
      return this.bin < DAY ? text + " " + geomap.clock(minutes) : text;
    }

    described(from, to) {
      const start = Math.max(this.first, this.start + from * this.bin);
      const end = Math.min(this.last, this.start + to * this.bin);
      if (this.bin >= DAY) return geomap.days(Math.floor(start / DAY), Math.max(Math.floor(start / DAY), Math.floor((end - 1) / DAY)));
      return geomap.moment(start) + " – " + geomap.moment(end);
    }

    position() {
      return [Number(this.from.value), Number(this.to.value)];
    }

    setPosition(from, to) {
      this.from.value = String(from);
      this.to.value = String(to);
      this.filters.change({ window: this.windowOf(from, to) });
    }

    // None for the whole time, so that events without a time stay.
    windowOf(from, to) {
      return from <= 0 && to >= this.bins ? null : [this.start + from * this.bin, this.start + to * this.bin];
    }

    // Takes a window from the address.
    adopt(window_) {
      if (this.node.hidden || !window_) return;
      const from = Math.max(0, Math.min(this.bins - 1, Math.floor((window_[0] - this.start) / this.bin)));
      const to = Math.max(from + 1, Math.min(this.bins, Math.ceil((window_[1] - this.start) / this.bin)));
      [this.from.value, this.to.value] = [String(from), String(to)];
      this.filters.window = this.windowOf(from, to);
    }

    follow() {
      if (!this.filters.window && !this.node.hidden) {
        this.from.value = "0";
        this.to.value = String(this.bins);
      }
      this.basisChoice.value = this.filters.basis;
      this.draw();
    }

    moved(input) {
      this.stop();
      let [from, to] = this.position();
      if (from >= to) {
        if (input === this.from) from = to - 1;
        else to = from + 1;
      }
      this.setPosition(Math.max(0, from), Math.max(1, to));
    }

    key(event) {
      if (event.key === " ") {
        event.preventDefault();
        this.toggle();
      }
    }

    setMode(mode) {
      this.mode = mode;
      if (mode === "cumulative") this.setPosition(0, this.position()[1]);
    }

    whole() {
      this.stop();
      this.setPosition(0, this.bins);
    }

    toggle() {
      if (this.timer) this.stop();
      else this.play();
    }

    play() {
      const width = Math.max(1, Math.round(this.step / this.bin));
      const [from, to] = this.position();
      if (to >= this.bins) this.setPosition(0, Math.min(this.bins, from > 0 ? to - from : width));
      this.timer = window.setInterval(() => this.advance(width), BEAT);
      this.playButton.replaceChildren("❚❚");
      this.playButton.setAttribute("aria-label", t("time.pause"));
    }

    advance(width) {
      const [from, to] = this.position();
      if (to >= this.bins) {
        this.stop();
        return;
      }
      const end = Math.min(this.bins, to + width);
      this.setPosition(this.mode === "cumulative" ? 0 : from + (end - to), end);
    }

    stop() {
      window.clearInterval(this.timer);
      this.timer = null;
      this.playButton.replaceChildren("▶");
      this.playButton.setAttribute("aria-label", t("time.play"));
    }
  }

  Object.assign(geomap, { Timeline });
})((window.geomap = window.geomap || {}));
