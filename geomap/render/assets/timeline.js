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
      this.modeChoice = this.choice("time.mode", ["window", "cumulative"], (value) => this.setMode(value));
      this.stepChoice = this.choice("time.step", STEPS.slice(0, 4), (value) => this.setStep(Number(value)), (value) => t("time.step." + value / HOUR));
      const basis = this.choice("time.basis", ["local", "utc", "post"], (value) => {
        this.setBasis(value);
        this.filters.change({});
      });
      this.basisChoice = basis;
      const edges = (this.edges = el("div.gm-time-edges", { "aria-hidden": "true" }));
      return el("section.gm-time", { "aria-label": t("time") },
        el("div.gm-time-head", {}, this.playButton, this.label, whole, this.modeChoice, this.stepChoice, basis),
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
      const first = times.from.reduce((least, value) => (value < least ? value : least), Infinity);
      const last = times.to.reduce((most, value) => (value > most ? value : most), first);
      this.node.hidden = first === Infinity;
      if (this.node.hidden) return;
      this.bin = STEPS.find((step) => step >= (basis === "local" ? DAY : HOUR) && (last - first) / step <= MAX_BINS) || 3650 * DAY;
      if (this.bin < DAY && last - first > 4 * DAY) this.bin = Math.max(this.bin, 6 * HOUR);
      this.origin = Math.floor(first / this.bin) * this.bin;
      [this.first, this.last] = [first, last];
      this.bins = Math.max(1, Math.ceil((last - this.origin) / this.bin));
      this.filters.window = null;
      this.measure();
      this.put(0, this.units);
    }

    // The handles move by units: no coarser than a bar, and fine enough for the step, so that steps of an hour go through a year.
    measure() {
      const { step } = this.filters;
      this.unit = step >= this.bin ? this.bin : this.bin % step ? DAY : step;
      this.start = Math.floor(this.first / this.unit) * this.unit;
      this.units = Math.max(1, Math.ceil((this.last - this.start) / this.unit));
      for (const input of [this.from, this.to]) input.max = String(this.units);
      this.stepChoice.value = String(step);
    }

    setStep(step) {
      const window_ = this.filters.window;
      this.filters.step = step;
      this.measure();
      if (window_) this.setPosition(...this.unitsOf(window_));
      else this.filters.change({});
    }

    get width() {
      return Math.max(1, Math.round(this.filters.step / this.unit));
    }

    put(from, to) {
      [this.from.value, this.to.value] = [String(from), String(to)];
    }

    // A window in minutes as positions of the handles, within what there is.
    unitsOf([start, end]) {
      const from = Math.max(0, Math.min(this.units - 1, Math.floor((start - this.start) / this.unit)));
      return [from, Math.max(from + 1, Math.min(this.units, Math.ceil((end - this.start) / this.unit)))];
    }

    counts(events) {
      const { from, to } = this.filters.intervalsBy(this.filters.basis);
      const counts = new Uint32Array(this.bins);
      for (const event of events) {
        if (Number.isNaN(from[event])) continue;
        const end = Math.min(this.bins, Math.ceil((to[event] - this.origin) / this.bin));
        const begin = Math.max(0, Math.floor((from[event] - this.origin) / this.bin));
        for (let bin = begin; bin < Math.max(end, begin + 1); bin += 1) counts[bin] += 1;
      }
      return counts;
    }

    draw() {
      if (this.node.hidden) return;
      const events = this.filters.visibleAtAnyTime();
      if (this.counted !== events || this.countedBasis !== this.filters.basis) {
        [this.counted, this.countedBasis] = [events, this.filters.basis];
        this.drawBars(this.counts(events));
      }
      const [from, to] = this.position();
      const [left, right] = [from, to].map((at) => this.start + at * this.unit - this.origin);
      // From where the handles start to where they end.
      const box = [(this.start - this.origin) / this.bin, 0, (this.units * this.unit) / this.bin, 40].join(" ");
      if (this.bars.getAttribute("viewBox") !== box) this.bars.setAttribute("viewBox", box);
      for (const bar of this.barsDrawn) {
        const inside = (bar.bin + 1) * this.bin > left && bar.bin * this.bin < right;
        if (inside !== bar.inside) bar.node.classList.toggle("gm-bar-in", inside);
        bar.inside = inside;
      }
      this.label.replaceChildren(this.described(from, to));
      // A window of days ends with its last day, one of hours at the hour.
      for (const [input, at] of [[this.from, from], [this.to, this.unit < DAY ? to : to - 1]]) input.setAttribute("aria-valuetext", this.edge(at));
    }

    drawBars(counts) {
      const most = counts.reduce((high, value) => Math.max(high, value), 1);
      const bar = (count, bin) => svg("rect", {
        x: bin + 0.06, width: 0.88, y: 40 - Math.max(2, (count / most) * 38), height: Math.max(2, (count / most) * 38), class: "gm-bar",
      });
      this.barsDrawn = Array.from(counts, (count, bin) => ({ bin, inside: false, node: count ? bar(count, bin) : null })).filter(({ node }) => node);
      this.bars.replaceChildren(...this.barsDrawn.map(({ node }) => node));
      this.edges.replaceChildren(...[this.first, this.last - 1].map((minutes) => el("span", {}, geomap.day(Math.floor(minutes / DAY), geomap.SHORT_DAY))));
    }

    edge(at) {
      const minutes = this.start + at * this.unit;
      const text = geomap.day(Math.floor(minutes / DAY), geomap.SHORT_DAY);
      return this.unit < DAY ? text + " " + geomap.clock(minutes) : text;
    }

    described(from, to) {
      const start = Math.max(this.first, this.start + from * this.unit);
      const end = Math.min(this.last, this.start + to * this.unit);
      if (this.unit >= DAY || (start % DAY === 0 && end % DAY === 0)) return geomap.days(Math.floor(start / DAY), Math.max(Math.floor(start / DAY), Math.floor((end - 1) / DAY)));
      return geomap.instant(start) + " – " + geomap.instant(end);
    }

    position() {
      return [Number(this.from.value), Number(this.to.value)];
    }

    setPosition(from, to) {
      this.put(from, to);
      this.filters.change({ window: this.windowOf(from, to) });
    }

    // None for the whole time, so that events without a time stay.
    windowOf(from, to) {
      return from <= 0 && to >= this.units ? null : [this.start + from * this.unit, this.start + to * this.unit];
    }

    // Takes clock, step and window from the address.
    adopt({ basis, step, window: window_ }) {
      this.filters.step = STEPS.slice(0, 4).includes(step) ? step : DAY;
      this.setBasis(basis);
      if (this.node.hidden || !window_) return;
      this.put(...this.unitsOf(window_));
      this.filters.window = this.windowOf(...this.position());
    }

    follow() {
      const growing = this.filters.mode === "cumulative";
      if (!this.filters.window && !this.node.hidden) this.put(0, this.units);
      this.basisChoice.value = this.filters.basis;
      this.modeChoice.value = this.filters.mode;
      this.from.disabled = growing;
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

    // An arrow moves by the step that the reader chose, which may be many units.
    key(event) {
      const way = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
      if (event.key === " ") this.toggle();
      else if (way) {
        event.target.value = String(Number(event.target.value) + way * this.width);
        this.moved(event.target);
      } else return;
      event.preventDefault();
    }

    setMode(mode) {
      this.filters.mode = mode;
      this.setPosition(mode === "cumulative" ? 0 : this.position()[0], this.position()[1]);
    }

    whole() {
      this.stop();
      this.setPosition(0, this.units);
    }

    toggle() {
      if (this.timer) this.stop();
      else this.play();
    }

    play() {
      const [from, to] = this.position();
      if (to >= this.units) this.setPosition(0, Math.min(this.units, from > 0 ? to - from : this.width));
      this.timer = window.setInterval(() => this.advance(this.width), BEAT);
      this.playButton.replaceChildren("❚❚");
      this.playButton.setAttribute("aria-label", t("time.pause"));
    }

    advance(width) {
      const [from, to] = this.position();
      if (to >= this.units) {
        this.stop();
        return;
      }
      const skipped = this.emptyAfter(this.filters.mode === "cumulative" ? to : from + width, to + width);
      const end = Math.min(this.units, to + width + skipped);
      this.setPosition(this.filters.mode === "cumulative" ? 0 : from + (end - to), end);
    }

    // How many units to go on so that the next window, [from, to), is not without events; none where no event follows.
    emptyAfter(from, to) {
      const times = this.filters.intervalsBy(this.filters.basis);
      const [start, end] = [this.start + from * this.unit, this.start + to * this.unit];
      let next = Infinity;
      for (const event of this.filters.visibleAtAnyTime()) {
        if (times.to[event] > start && times.from[event] < end) return 0;
        if (times.from[event] >= end) next = Math.min(next, times.from[event]);
      }
      return next === Infinity ? 0 : Math.floor((next - end) / this.unit) + 1;
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
