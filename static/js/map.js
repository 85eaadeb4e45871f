// The moving map: Leaflet over place names and rings; streets (tiles) only after another press.

function loadOnce(tag, attributes) {
  return new Promise((resolve, reject) => {
    const element = Object.assign(document.createElement(tag), attributes);
    element.addEventListener("load", resolve);
    element.addEventListener("error", reject);
    document.head.append(element);
  });
}

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function labelIcon(L, text, className) {
  const span = document.createElement("span");
  span.textContent = text;
  span.className = className;
  return L.divIcon({ html: span, className: "", iconSize: null });
}

function drawBackground(L, map, data) {
  for (const [metres] of data.rings) {
    L.circle(data.centre, {
      radius: metres, color: colour("--teal"), weight: 1, dashArray: "5 5", fillOpacity: 0.04, interactive: false,
    }).addTo(map);
  }
  for (const [latitude, longitude, name] of data.towns) {
    L.marker([latitude, longitude], {
      icon: labelIcon(L, name, "map-label"), interactive: false, keyboard: false,
    }).addTo(map);
  }
  L.circleMarker(data.centre, {
    radius: 7, color: colour("--paper"), fillColor: colour("--coral"), fillOpacity: 1, interactive: false,
  }).addTo(map);
}

function drawPins(L, map, data) {
  for (const [latitude, longitude, number, title, url] of data.pins) {
    const icon = L.divIcon({ html: String(number), className: "map-badge", iconSize: [30, 30] });
    const marker = L.marker([latitude, longitude], { icon, title, alt: `${number}. ${title}` });
    const link = document.createElement("a");
    link.href = url;
    link.textContent = title;
    marker.bindPopup(link).addTo(map);
  }
  const all = [data.centre, ...data.pins.map(([latitude, longitude]) => [latitude, longitude])];
  map.fitBounds(L.latLngBounds(all).pad(0.15), { maxZoom: 15, animate: false });
}

function offerTiles(L, map, data, button, words) {
  if (!data.tiles) {
    button.remove();
    return;
  }
  button.disabled = false;
  button.removeAttribute("data-on-demand");
  button.querySelector("span").textContent = words;
  button.addEventListener("click", () => {
    map.attributionControl.addAttribution(data.attribution);
    L.tileLayer(data.tiles, { maxZoom: 19 }).addTo(map);
    button.remove();
  }, { once: true });
}

export default async function move(button) {
  const figure = button.closest("[data-map]");
  const { leaflet, leafletCss, textTiles, textIn, textOut } = figure.dataset;
  const data = JSON.parse(figure.dataset.map);
  await Promise.all([
    globalThis.L ?? loadOnce("script", { src: leaflet }),
    document.querySelector(`link[href="${leafletCss}"]`) ?? loadOnce("link", { rel: "stylesheet", href: leafletCss }),
  ]);
  const L = globalThis.L;
  const drawing = figure.querySelector("svg");
  const stage = document.createElement("div");
  stage.className = "map-moving";
  stage.setAttribute("role", "group");
  stage.setAttribute("aria-label", drawing.getAttribute("aria-label"));
  drawing.replaceWith(stage);
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(stage, { zoomControl: false, zoomAnimation: !calm, fadeAnimation: !calm });
  map.attributionControl.setPrefix("");
  L.control.zoom({ zoomInTitle: textIn, zoomOutTitle: textOut }).addTo(map);
  drawPins(L, map, data);
  drawBackground(L, map, data);
  offerTiles(L, map, data, button, textTiles);
  stage.tabIndex = 0;
  stage.focus({ preventScroll: true });
}
