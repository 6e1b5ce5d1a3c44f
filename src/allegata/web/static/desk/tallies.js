// The chart of running counts. Vega runs from its syntax tree, so that nothing is evaluated as code.
const box = document.getElementById("chart");
const spec = await (await fetch(box.dataset.spec)).json();
const tooltip = { disableDefaultStyle: true };
await vegaEmbed(box, spec, { ast: true, actions: false, defaultStyle: false, renderer: "canvas", tooltip });
box.dataset.drawn = "yes";
