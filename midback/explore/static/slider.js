// @ts-check
/**
 * A slider that a screen reader can name: a native range input with its label and its value.
 *
 * @typedef {{ value: number, min: number, max: number, step: number, label: string, unit: string,
 *             stops: number[], words: string[] }} Slider
 * @typedef {{ get<K extends keyof Slider>(key: K): Slider[K],
 *             set<K extends keyof Slider>(key: K, value: Slider[K]): void,
 *             save_changes(): void,
 *             on(event: string, handler: () => void): void,
 *             off(event: string, handler: () => void): void }} Model
 */

/**
 * @param {{ model: Model, el: HTMLElement }} place
 * @returns {() => void} stops listening
 */
function render({ model, el }) {
  const label = document.createElement("label");
  label.style.cssText =
    "display:flex;flex-wrap:wrap;align-items:center;gap:0.2em 0.6em;margin:0.4em 0;max-width:42em";
  const name = document.createElement("span");
  const input = document.createElement("input");
  input.type = "range";
  input.style.cssText = "flex:1 1 10em;min-width:8em;accent-color:var(--jp-brand-color1, #0072b2)";
  const shown = document.createElement("span");
  shown.setAttribute("aria-hidden", "true");
  shown.style.cssText = "min-width:5.5em;font-variant-numeric:tabular-nums";
  label.append(name, input, shown);
  el.append(label);
  // JupyterLab would take the arrow keys for itself, on their way in and on their way out.
  el.setAttribute("data-lm-suppress-shortcuts", "true");
  // Notebook 7 looks at the control that has the focus first.
  el.addEventListener("focusin", ({ target }) =>
    /** @type {Element} */ (target).setAttribute("data-lm-suppress-shortcuts", "true"),
  );
  input.addEventListener("keydown", (event) => event.stopPropagation());

  const show = () => {
    const words =
      model.get("stops").length > 0
        ? (model.get("words")[input.valueAsNumber] ?? "")
        : `${input.value} ${model.get("unit")}`;
    shown.textContent = words;
    input.setAttribute("aria-valuetext", words);
  };
  const read = () => {
    name.textContent = model.get("label");
    const stops = model.get("stops");
    if (stops.length > 0) {
      input.min = "0";
      input.max = String(stops.length - 1);
      input.step = "1";
      input.value = String(stops.indexOf(model.get("value")));
    } else {
      for (const key of /** @type {const} */ (["min", "max", "step", "value"])) {
        input[key] = String(model.get(key));
      }
    }
    show();
  };
  input.addEventListener("input", () => {
    show();
    model.set("value", model.get("stops")[input.valueAsNumber] ?? input.valueAsNumber);
    model.save_changes();
  });
  model.on("change", read);
  read();
  return () => model.off("change", read);
}

export default { render };
