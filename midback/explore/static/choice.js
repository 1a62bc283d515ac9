// @ts-check
/**
 * One choice among a few, all in view: native radio buttons in a named group.
 *
 * @typedef {{ value: string, options: Record<string, string>, label: string }} Choice
 * @typedef {{ get<K extends keyof Choice>(key: K): Choice[K],
 *             set<K extends keyof Choice>(key: K, value: Choice[K]): void,
 *             save_changes(): void,
 *             on(event: string, handler: () => void): void,
 *             off(event: string, handler: () => void): void }} Model
 */

/**
 * @param {{ model: Model, el: HTMLElement }} place
 * @returns {() => void} stops listening
 */
function render({ model, el }) {
  // Every widget loads this module anew, so a counter in it would name all groups alike.
  const groupName = `midback-choice-${crypto.getRandomValues(new Uint32Array(2)).join("-")}`;
  const group = document.createElement("fieldset");
  group.style.cssText =
    "display:flex;flex-wrap:wrap;gap:0.2em 1.2em;margin:0.4em 0;padding:0;border:0;min-width:0";
  const legend = document.createElement("legend");
  legend.textContent = model.get("label");
  legend.style.cssText = "padding:0;margin-bottom:0.2em";
  group.append(legend);
  /** @type {HTMLInputElement[]} */
  const inputs = [];
  for (const [name, words] of Object.entries(model.get("options"))) {
    const label = document.createElement("label");
    const input = document.createElement("input");
    input.type = "radio";
    input.name = groupName;
    input.value = name;
    input.style.accentColor = "var(--jp-brand-color1, #0072b2)";
    input.addEventListener("change", () => {
      model.set("value", name);
      model.save_changes();
    });
    label.append(input, ` ${words}`);
    group.append(label);
    inputs.push(input);
  }
  el.append(group);
  // JupyterLab would take the arrow keys for itself, on their way in and on their way out.
  el.setAttribute("data-lm-suppress-shortcuts", "true");
  // Notebook 7 looks at the control that has the focus first.
  el.addEventListener("focusin", ({ target }) =>
    /** @type {Element} */ (target).setAttribute("data-lm-suppress-shortcuts", "true"),
  );
  group.addEventListener("keydown", (event) => event.stopPropagation());

  const read = () => {
    for (const input of inputs) input.checked = input.value === model.get("value");
  };
  model.on("change:value", read);
  read();
  return () => model.off("change:value", read);
}

export default { render };
