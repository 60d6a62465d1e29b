// Words, dates and elements. Whatever comes from the world goes into the page as text nodes, never as markup.
(function (geomap) {
  "use strict";

  const MINUTE = 60000;
  const DAY = 86400000;
  const SVG = "http://www.w3.org/2000/svg";
  let words = {};
  let language = "en";
  let locale = "en-GB";
  let plural = new Intl.PluralRules("en");

  function setTexts(texts, code) {
    words = texts;
    made.clear();
    language = code;
    locale = code === "en" ? "en-GB" : code; // day before month and 24 hours, as news has them
    plural = new Intl.PluralRules(code);
  }

  // A text of the page with its {names} filled in; texts with forms for numbers are chosen by `values.n`.
  function t(key, values) {
    let text = words[key];
    if (text === undefined) return key;
    if (typeof text === "object") text = text[plural.select(values.n)] || text.other;
    if (!values) return text;
    return text.replace(/\{(\w+)\}/g, (whole, name) => {
      const value = values[name];
      return typeof value === "number" ? number(value) : value === undefined ? whole : String(value);
    });
  }

  // A word of the data (an event type, a modality) in the page's language; unknown ones stay as they are.
  function term(kind, word) {
    const found = words[kind + "." + word];
    return found === undefined ? word : found;
  }

  function has(key) {
    return words[key] !== undefined;
  }

  const made = new Map();

  // Formatters are dear to make and cheap to use.
  function once(key, make) {
    if (!made.has(key)) made.set(key, make());
    return made.get(key);
  }

  function number(value) {
    return once("number", () => new Intl.NumberFormat(locale, { maximumFractionDigits: 0 })).format(value);
  }

  // A number short enough for a symbol: 1.2K.
  function compact(value) {
    return once("compact", () => new Intl.NumberFormat(locale, { notation: "compact", maximumSignificantDigits: 2 })).format(value);
  }

  // Children may be strings, nodes, arrays and null. Attributes are set by name; there is no way to pass markup.
  function el(tag, attributes, ...children) {
    const [name, ...classes] = tag.split(".");
    const node = document.createElement(name);
    if (classes.length) node.className = classes.join(" ");
    return filled(node, attributes, children);
  }

  function svg(tag, attributes, ...children) {
    return filled(document.createElementNS(SVG, tag), attributes, children);
  }

  function filled(node, attributes, children) {
    for (const [key, value] of Object.entries(attributes || {})) {
      if (value === null || value === undefined || value === false) continue;
      if (typeof value === "function") node.addEventListener(key, value);
      else node.setAttribute(key, value === true ? "" : String(value));
    }
    node.append(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false));
    return node;
  }

  // Text of the world in a box of its own, so that its direction and its bidi controls stay inside.
  function foreign(text, tag) {
    return el(tag || "bdi", { dir: "auto" }, text === null || text === undefined ? "" : String(text));
  }

  // An address becomes a link only where it is http or https; everything else is shown as text.
  function link(url, label) {
    if (!/^https?:\/\/[^\s/?#\\]+[^\s]*$/i.test(url)) return foreign(url);
    return el("a", { href: url, rel: "noopener noreferrer nofollow", target: "_blank" }, foreign(label || url));
  }

  // A zone that the browser does not know is read as UTC.
  function format(options, zone) {
    return once(JSON.stringify(options) + zone, () => {
      try {
        return new Intl.DateTimeFormat(locale, { ...options, timeZone: zone || "UTC" });
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        return new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" });
      }
    });
  }

  const LONG_DAY = { day: "numeric", month: "long", year: "numeric" };
  const SHORT_DAY = { day: "numeric", month: "short" };

  // Days of events that span a New Year have their year everywhere.
  function spanYears(first, last) {
    const [from, to] = [first, last].map((day_) => new Date(day_ * DAY).getUTCFullYear());
    SHORT_DAY.year = from === to ? undefined : "numeric";
  }

  const WEEKDAY = { weekday: "short", day: "numeric", month: "short", year: "numeric" };
  const CLOCK = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };

  function day(number_, options) {
    return format(options || LONG_DAY).format(number_ * DAY);
  }

  function days(first, last, options) {
    if (first === last) return day(first, options);
    return format(options || LONG_DAY).formatRange(first * DAY, last * DAY);
  }

  function clock(minutes, zone) {
    return format(CLOCK, zone).format(minutes * MINUTE);
  }

  // Short, for pairs of times on one line.
  function instant(minutes) {
    return format({ ...SHORT_DAY, year: "numeric", ...CLOCK }).format(minutes * MINUTE);
  }

  function moment(minutes, zone) {
    return format({ ...LONG_DAY, ...CLOCK }, zone).format(minutes * MINUTE);
  }

  // A time of publication as exactly as it is known: 0 with its time of day, 1 a day, 2 a month, which are the same in every zone.
  function published(minutes, precision) {
    if (precision === 0) return moment(minutes) + " UTC";
    return format(precision === 1 ? LONG_DAY : { month: "long", year: "numeric" }).format(minutes * MINUTE);
  }

  function distance(metres) {
    if (metres < 1000) return t("metres", { n: Math.max(50, Math.round(metres / 50) * 50) });
    const kilometres = metres / 1000;
    return t("kilometres", { n: kilometres < 10 ? Math.round(kilometres) : Math.round(kilometres / 5) * 5 });
  }

  function country(code) {
    if (!/^[A-Z]{2}$/.test(code || "")) return code;
    try {
      return once("regions", () => new Intl.DisplayNames([language], { type: "region" })).of(code);
    } catch (error) {
      if (error instanceof RangeError) return code;
      throw error;
    }
  }

  Object.assign(geomap, {
    setTexts, t, term, has, number, compact, el, svg, foreign, link, day, days, clock, moment, published, instant, distance, country,
    language: () => language, spanYears,
    SHORT_DAY, WEEKDAY, LONG_DAY,
  });
})((window.geomap = window.geomap || {}));
