// A frame of another site may forbid the page things, by its attribute `sandbox`: the page says which, and where it stands as a whole.
(function (geomap) {
  "use strict";

  const { el, t } = geomap;
  const NEEDED = { "allow-downloads": "files", "allow-modals": "print", "allow-popups": "windows" };

  // What the frame forbids. A page of the web that has no origin stands in a sandbox that cannot be asked: it may forbid all of it.
  function forbidden() {
    const frame = window.frameElement;
    if (frame) return frame.hasAttribute("sandbox") ? Object.keys(NEEDED).filter((flag) => !frame.sandbox.contains(flag)).map((flag) => NEEDED[flag]) : [];
    return window.parent !== window && window.origin === "null" && location.protocol !== "file:" ? Object.values(NEEDED) : [];
  }

  // A sentence about it; none where nothing is forbidden.
  function sandboxNote() {
    const found = forbidden();
    if (!found.length) return null;
    const what = new Intl.ListFormat(geomap.language(), { type: "disjunction" }).format(found.map((name) => t("sandbox." + name)));
    const address = geomap.wholeAddress().split("#")[0];
    return el("p.gm-sandbox", {}, t("sandbox", { what }), /^https?:/.test(address) ? [" ", t("sandbox.whole"), " ", el("code", {}, address)] : null);
  }

  // A text that the reader copies by hand: asked for in a window, or beside the button where the frame allows none.
  function offer(label, text, button) {
    if (!forbidden().includes("print")) {
      window.prompt(label, text);
      return;
    }
    const field = el("input.gm-offer", { readonly: true, value: text, "aria-label": label });
    button.after(field);
    field.focus();
    field.select();
  }

  Object.assign(geomap, { sandboxNote, offer });
})((window.geomap = window.geomap || {}));
