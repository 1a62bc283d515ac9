// @ts-check
/**
 * Several choices among many, all in view: native checkboxes in a named group.
 *
 * @typedef {{ value: string[], options: Record<string, string>, label: string }} Checklist
 * @typedef {{ get<K extends keyof Checklist>(key: K): Checklist[K],
 *             set<K extends keyof Checklist>(key: K, value: Checklist[K]): void,
 *             save_changes(): void,
 *             on(event: string, handler: () => void): void,
 *             off(event: string, handler: () => void): void }} Model
 */

/**
 * @param {{ model: Model, el: HTMLElement }} place
 * @returns {() => void} stops listening
 */
function render({ model, el }) {
  const group = document.createElement("fieldset");
  group.style.cssText = "margin:0.4em 0;padding:0;border:0;min-width:0;max-width:54em";
  const legend = document.createElement("legend");
  legend.textContent = model.get("label");
  legend.style.cssText = "padding:0;margin-bottom:0.2em";
  const list = document.createElement("div");
  list.style.cssText =
    "display:grid;grid-template-columns:repeat(auto-fill,minmax(16.5em,1fr));gap:0.15em 1em";
  group.append(legend, list);
  /** @type {HTMLInputElement[]} */
  let inputs = [];
  const fill = () => {
    inputs = [];
    list.replaceChildren();
    for (const [name, words] of Object.entries(model.get("options"))) {
      const label = document.createElement("label");
      // Words that need a second line stay beside their box.
      label.style.cssText = "display:flex;align-items:baseline;gap:0.4em";
      const said = document.createElement("span");
      said.textContent = words;
      const input = document.createElement("input");
      input.type = "checkbox";
      input.value = name;
      input.style.accentColor = "var(--jp-brand-color1, #0072b2)";
      input.addEventListener("change", () => {
        model.set(
          "value",
          inputs.filter((each) => each.checked).map((each) => each.value),
        );
        model.save_changes();
      });
      label.append(input, said);
      list.append(label);
      inputs.push(input);
    }
  };
  el.append(group);
  // JupyterLab would take keys for itself, on their way in and on their way out.
  el.setAttribute("data-lm-suppress-shortcuts", "true");
  // Notebook 7 looks at the control that has the focus first.
  el.addEventListener("focusin", ({ target }) =>
    /** @type {Element} */ (target).setAttribute("data-lm-suppress-shortcuts", "true"),
  );
  group.addEventListener("keydown", (event) => event.stopPropagation());

  const read = () => {
    for (const input of inputs) input.checked = model.get("value").includes(input.value);
  };
  const refill = () => {
    fill();
    read();
  };
  model.on("change:options", refill);
  model.on("change:value", read);
  refill();
  return () => {
    model.off("change:options", refill);
    model.off("change:value", read);
  };
}

export default { render };
