// A box on the map that tells of one thing: it takes the keyboard when it opens and gives it back when it closes.
(function (geomap) {
  "use strict";

  const { el, t } = geomap;
  const NOTE = 90; // pixels at the foot of the map where the note of events outside the view stands
  const PHONE = 600; // pixels of the map's width below which its buttons make room for the box

  function dialog(map, at, { heading, label, count, body, from, still, closed }) {
    const wide = Math.min(380, map.getSize().x - 40);
    const phone = map.getSize().x < PHONE;
    const popup = L.popup({
      maxWidth: wide, minWidth: Math.min(300, wide), maxHeight: Math.max(180, map.getSize().y - (phone ? 110 : 180)),
      // What an address shows is moved only as far as the box needs to be whole.
      autoPanPaddingTopLeft: still ? [4, 4] : [24, phone ? 14 : 54], autoPanPaddingBottomRight: still ? [4, 4] : [24, phone ? 24 : NOTE], className: "gm-popup", closeButton: false, offset: [0, -8],
    });
    const node = el("div.gm-dialog", { role: "dialog", tabindex: "-1", "aria-label": label },
      el("div.gm-dialog-head", {}, el("h2", {}, heading), count ? el("span.gm-count", {}, count) : null,
        el("button.gm-close", { type: "button", "aria-label": t("close"), click: () => map.closePopup() }, "×")),
      el("div.gm-dialog-body", { tabindex: "0", role: "group", "aria-label": t("popup.body") }, body));
    popup.setLatLng(at).setContent(node);
    popup.on("remove", () => {
      map.getContainer().classList.remove("gm-open");
      if (closed) closed();
      giveBack(popup.getElement(), from);
    });
    popup.openOn(map);
    map.getContainer().classList.add("gm-open");
    node.focus({ preventScroll: true });
    return popup;
  }

  // The reader comes back to where it was opened from, unless another place has been chosen meanwhile. `opener` is a node, or gives it as it is now.
  function giveBack(element, opener) {
    const from = typeof opener === "function" ? opener() : opener;
    const inside = document.activeElement === document.body || (element && element.contains(document.activeElement));
    if (inside && from && from.isConnected) from.focus({ preventScroll: true });
  }

  Object.assign(geomap, { dialog });
})((window.geomap = window.geomap || {}));
