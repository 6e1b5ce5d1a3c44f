// The map: land without borders, a dot for each place, labels in local fonts. Everything it loads comes from this machine.
import * as maplibregl from "../vendor/maplibre-gl-6.17.0/maplibre-gl.mjs";

const box = document.getElementById("map");
const read = async (address) => (await fetch(address)).json();
const [places, atlas] = await Promise.all([read(box.dataset.places), read(box.dataset.land)]);
maplibregl.setWorkerUrl(new URL("../vendor/maplibre-gl-6.17.0/maplibre-gl-worker.mjs", import.meta.url).href);

const style = {
  version: 8,
  sources: {
    land: { type: "geojson", data: topojson.feature(atlas, atlas.objects.land) },
    places: { type: "geojson", data: places },
  },
  layers: [
    { id: "sea", type: "background", paint: { "background-color": "#dfe7ea" } },
    { id: "land", type: "fill", source: "land", paint: { "fill-color": "#f6f4ee", "fill-outline-color": "#b6bdbf" } },
    {
      id: "dots",
      type: "circle",
      source: "places",
      paint: {
        "circle-radius": ["interpolate", ["linear"], ["sqrt", ["get", "claims"]], 1, 6, 8, 20],
        "circle-color": "#17474b",
        "circle-opacity": ["match", ["get", "drawn"], "ring", 0, 0.75],
        "circle-stroke-width": 2,
        "circle-stroke-color": ["match", ["get", "drawn"], "ring", "#17474b", "#ffffff"],
      },
    },
    {
      id: "names",
      type: "symbol",
      source: "places",
      layout: { "text-field": ["get", "name"], "text-size": 14, "text-variable-anchor": ["top", "bottom", "left", "right"], "text-radial-offset": 1.1 },
      paint: { "text-color": "#1d232b", "text-halo-color": "#ffffff", "text-halo-width": 1.6 },
    },
  ],
};

const map = new maplibregl.Map({ container: box, style, center: [20, 30], zoom: 1.2, attributionControl: false, dragRotate: false, maxZoom: 10 });
map.addControl(new maplibregl.NavigationControl({ showCompass: false }));
map.addControl(new maplibregl.ScaleControl());
const bounds = new maplibregl.LngLatBounds();
for (const place of places.features) bounds.extend(place.geometry.coordinates);
if (!bounds.isEmpty()) map.fitBounds(bounds, { padding: 90, maxZoom: 7, animate: false });

function told(place) {
  const popup = document.createElement("div");
  popup.className = "popup";
  const name = document.createElement("b");
  name.textContent = place.name;
  const names = document.createElement("span");
  names.className = "soft";
  names.textContent = place.names;
  const link = document.createElement("a");
  link.href = place.list;
  link.textContent = `${place.incidents} incident${place.incidents === 1 ? "" : "s"}, ${place.claims} claim${place.claims === 1 ? "" : "s"}`;
  popup.append(name, names, link);
  return popup;
}
map.on("click", "dots", (event) => {
  const place = event.features[0];
  new maplibregl.Popup({ closeButton: true }).setLngLat(place.geometry.coordinates).setDOMContent(told(place.properties)).addTo(map);
});
map.on("mouseenter", "dots", () => { map.getCanvas().style.cursor = "pointer"; });
map.on("mouseleave", "dots", () => { map.getCanvas().style.cursor = ""; });
map.once("idle", () => { box.dataset.drawn = "yes"; });
