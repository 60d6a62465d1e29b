// Corrections as lines of a file: reading and writing it, and the journal of what was done in the page.
(function (geomap) {
  "use strict";

  const DELIMITERS = [",", ";", "\t"]; // spreadsheets write what their country's settings say
  const FORMULA = /^[=+\-@\t\r]/;
  const NOT_AN_EVENT = "not an event";
  const ADDED = "added:"; // what the id of an event begins with that a user adds
  const ONE_CHANGE_MS = 1000; // arrows through a list within this time are one change

  // The rows of a table, the fields of each by the names of its columns.
  function read(text) {
    const source = text.replace(/^\ufeff/, "");
    const head = source.split("\n", 1)[0];
    const delimiter = DELIMITERS.reduce((best, each) => (head.split(each).length > head.split(best).length ? each : best));
    const [names, ...rows] = records(source, delimiter);
    return rows.map((row) => Object.fromEntries((names || []).map((name, at) => [name, field(row[at])]).filter(([, value]) => value)));
  }

  function field(cell) {
    return (cell || "").normalize("NFC").trim().replace(/^'(?=[=+\-@\t\r])/, "");
  }

  // CSV as RFC 4180 has it: a quoted cell may hold delimiters, line breaks and doubled quotes.
  function records(source, delimiter) {
    const pattern = new RegExp('(?:"((?:[^"]|"")*)"|([^"\\r\\n' + delimiter + "]*))(" + delimiter + "|\\r?\\n|\\r|$)", "y");
    const found = [];
    let row = [];
    while (pattern.lastIndex < source.length) {
      const match = pattern.exec(source);
      if (!match) throw new SyntaxError("no table");
      row.push(match[1] === undefined ? match[2] : match[1].replaceAll('""', '"'));
      if (match[3] === delimiter && pattern.lastIndex < source.length) continue;
      found.push(row);
      row = [];
    }
    return found.filter((cells) => cells.some(Boolean));
  }

  function written(columns, rows) {
    const cell = (value) => {
      const text = FORMULA.test(value) ? "'" + value : value;
      return /[",;\r\n]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text;
    };
    const lines = rows.map((row) => columns.map((name) => cell(row[name] || "")).join(","));
    return "\ufeff" + [columns.join(","), ...lines].join("\r\n") + "\r\n";
  }

  // What was done, step by step. A step sets columns of one event's line, clears it, or adds the lines of a file.
  class Journal {
    constructor() {
      this.done = [];
      this.undone = [];
    }

    set(event, columns) {
      const last = this.done.at(-1);
      const names = Object.keys(columns).join();
      const now = Date.now();
      this.undone = [];
      if (last && last.event === event && last.names === names && now - last.time < ONE_CHANGE_MS) Object.assign(last, { columns, time: now });
      else this.done.push({ event, columns, names, time: now });
    }

    clear(event) {
      this.undone = [];
      this.done.push({ event, columns: null });
    }

    load(lines) {
      this.undone = [];
      this.done.push({ lines });
    }

    undo() {
      const step = this.done.pop();
      if (step) this.undone.push(step);
      return step;
    }

    redo() {
      const step = this.undone.pop();
      if (step) this.done.push(step);
      return step;
    }

    // The fields of each corrected event's line, by its id, in the order in which events were first corrected.
    lines() {
      const lines = new Map();
      for (const step of this.done) {
        if (step.lines) for (const { event_id: event, ...columns } of step.lines) set(lines, event, columns);
        else if (step.columns) set(lines, step.event, step.columns);
        else lines.delete(step.event);
      }
      return lines;
    }
  }

  function set(lines, event, columns) {
    const line = { ...lines.get(event), ...columns };
    for (const [name, value] of Object.entries(line)) if (value === null || value === "") delete line[name];
    if (Object.keys(line).length) lines.set(event, line);
    else lines.delete(event);
  }

  Object.assign(geomap, { corrections: { read, written, Journal, NOT_AN_EVENT, ADDED } });
})((window.geomap = window.geomap || {}));
