// @ts-check
/**
 * A film with two lines to lay on it by mouse, touch or keyboard, and the angle between them.
 *
 * The lines are drawn here, over the image, so that they follow the hand; the kernel is told where
 * they lie and says it in words.
 *
 * @typedef {{ packed: DataView | null, description: string, caption: string, problem: string,
 *             width: number, words_shown: boolean, look_for: string, value: number[], aspect: number }} Film
 * @typedef {{ get<K extends keyof Film>(key: K): Film[K],
 *             set<K extends keyof Film>(key: K, value: Film[K]): void,
 *             save_changes(): void,
 *             on(event: string, handler: () => void): void,
 *             off(event: string, handler: () => void): void }} Model
 * @typedef {{ line: number, ends: number[], name: string }} Handle
 */

import { addressOf, TOO_OLD } from "./unpack.js";

const COLOURS = ["#56b4e9", "#e69f00"];
const SPACE = "http://www.w3.org/2000/svg";
/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
const STEP = 0.01;
const SMALL_STEP = 0.002;

/**
 * Degrees, 0 to 90, between two lines given as x, y of their ends from 0 to 1.
 *
 * @param {number[]} value eight numbers
 * @param {number} aspect width of the film over its height
 * @returns {number}
 */
export function angleBetween(value, aspect) {
  const [upper, lower] = [0, 4].map((start) => {
    const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = value.slice(start, start + 4);
    return (Math.atan2(y2 - y1, (x2 - x1) * aspect) * 180) / Math.PI;
  });
  const turned = (lower ?? 0) - (upper ?? 0);
  return Math.abs(((((turned + 90) % 180) + 180) % 180) - 90);
}

/** @type {Handle[]} */
const HANDLES = ["Upper line", "Lower line"].flatMap((words, line) => [
  { line, ends: [0], name: `${words}, end at the back` },
  { line, ends: [0, 1], name: `${words}, whole line` },
  { line, ends: [1], name: `${words}, end in front` },
]);

/**
 * @param {{ model: Model, el: HTMLElement }} place
 * @returns {() => void} stops listening
 */
function render({ model, el }) {
  const lookFor = document.createElement("p");
  lookFor.style.cssText = "margin:0.6em 0;max-width:54em";
  const problem = document.createElement("p");
  problem.setAttribute("role", "alert");
  const figure = document.createElement("figure");
  figure.style.cssText = "position:relative;margin:0 0 1em";
  const stage = document.createElement("div");
  stage.style.cssText = "position:relative;overflow:hidden";
  const image = document.createElement("img");
  image.draggable = false;
  image.style.cssText = "display:block;width:100%;height:auto;background:#000;user-select:none";
  const drawing = document.createElementNS(SPACE, "svg");
  drawing.setAttribute("viewBox", "0 0 100 100");
  drawing.setAttribute("preserveAspectRatio", "none");
  drawing.setAttribute("aria-hidden", "true");
  drawing.style.cssText = "position:absolute;inset:0;width:100%;height:100%;pointer-events:none";
  const strokes = COLOURS.map((colour) => {
    const pair = ["#101010", colour].map((shade, over) => {
      const stroke = document.createElementNS(SPACE, "line");
      stroke.setAttribute("stroke", shade);
      stroke.setAttribute("stroke-width", over ? "2.5" : "5");
      stroke.setAttribute("vector-effect", "non-scaling-stroke");
      return stroke;
    });
    drawing.append(...pair);
    return pair;
  });
  stage.append(image, drawing);
  const angle = document.createElement("p");
  angle.style.cssText = "margin:0.5em 0 0;font-weight:bold;font-variant-numeric:tabular-nums";
  const description = document.createElement("p");
  description.setAttribute("role", "status");
  description.setAttribute("aria-live", "polite");
  description.style.cssText = "margin:0.5em 0 0";
  const caption = document.createElement("figcaption");
  caption.style.cssText = "font-size:0.85em;margin-top:0.4em";
  figure.append(stage, angle, description, caption);
  el.append(lookFor, problem, figure);
  // JupyterLab would take the arrow keys for itself, on their way in and on their way out.
  el.setAttribute("data-lm-suppress-shortcuts", "true");
  // Notebook 7 looks at the control that has the focus first.
  el.addEventListener("focusin", ({ target }) =>
    /** @type {Element} */ (target).setAttribute("data-lm-suppress-shortcuts", "true"),
  );

  let value = [...model.get("value")];
  const buttons = HANDLES.map((handle) => {
    const button = document.createElement("button");
    button.type = "button";
    const whole = handle.ends.length === 2;
    const size = whole ? 18 : 26;
    button.style.cssText =
      `position:absolute;width:${size}px;height:${size}px;margin:${-size / 2}px;padding:0;` +
      `border:3px solid ${COLOURS[handle.line]};border-radius:${whole ? "4px" : "50%"};` +
      "box-shadow:0 0 0 1px #101010,inset 0 0 0 1px #101010;background:transparent;" +
      "cursor:grab;touch-action:none";
    stage.append(button);
    return button;
  });

  const draw = () => {
    for (const [line, pair] of strokes.entries()) {
      const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = value.slice(4 * line, 4 * line + 4);
      for (const stroke of pair) {
        stroke.setAttribute("x1", String(100 * x1));
        stroke.setAttribute("y1", String(100 - 100 * y1));
        stroke.setAttribute("x2", String(100 * x2));
        stroke.setAttribute("y2", String(100 - 100 * y2));
      }
    }
    const degrees = Math.round(angleBetween(value, model.get("aspect")));
    angle.textContent = `Angle between your lines: ${degrees}°`;
    for (const [index, handle] of HANDLES.entries()) {
      const [x, y] = middle(handle);
      const button = buttons[index];
      if (!button) continue;
      button.style.left = `${100 * x}%`;
      button.style.top = `${100 - 100 * y}%`;
      const spot = `${Math.round(100 * x)} % across, ${Math.round(100 * y)} % up`;
      button.setAttribute("aria-label", `${handle.name}: ${spot}; angle ${degrees} degrees`);
    }
  };
  /** @param {Handle} handle @returns {[number, number]} */
  const middle = (handle) => {
    const places = handle.ends.map((end) => 4 * handle.line + 2 * end);
    const mean = (/** @type {number} */ shift) =>
      places.reduce((sum, place) => sum + (value[place + shift] ?? 0), 0) / places.length;
    return [mean(0), mean(1)];
  };
  /** @param {Handle} handle @param {number} across @param {number} up */
  const move = (handle, across, up) => {
    const places = handle.ends.map((end) => 4 * handle.line + 2 * end);
    const within = (/** @type {number} */ step, /** @type {number} */ shift) => {
      const now = places.map((place) => value[place + shift] ?? 0);
      return Math.min(1 - Math.max(...now), Math.max(-Math.min(...now), step));
    };
    const [x, y] = [within(across, 0), within(up, 1)];
    for (const place of places) {
      value[place] = Math.min(1, Math.max(0, (value[place] ?? 0) + x));
      value[place + 1] = Math.min(1, Math.max(0, (value[place + 1] ?? 0) + y));
    }
    draw();
  };
  const save = () => {
    model.set("value", [...value]);
    model.save_changes();
  };

  for (const [index, handle] of HANDLES.entries()) {
    const button = buttons[index];
    if (!button) continue;
    /** @type {{ x: number, y: number } | null} */
    let held = null;
    button.addEventListener("pointerdown", (event) => {
      held = { x: event.clientX, y: event.clientY };
      button.setPointerCapture?.(event.pointerId);
    });
    button.addEventListener("pointermove", (event) => {
      if (!held) return;
      const { width, height } = stage.getBoundingClientRect();
      move(handle, (event.clientX - held.x) / width, (held.y - event.clientY) / height);
      held = { x: event.clientX, y: event.clientY };
    });
    for (const over of ["pointerup", "pointercancel"]) {
      button.addEventListener(over, () => {
        if (held) save();
        held = null;
      });
    }
    button.addEventListener("keydown", (event) => {
      const way = ARROWS[event.key];
      if (!way) return;
      event.preventDefault();
      event.stopPropagation();
      const step = event.shiftKey ? SMALL_STEP : STEP;
      move(handle, way[0] * step, way[1] * step);
      save();
    });
  }

  /** @type {DataView | null} */
  let shown = null;
  let unreadable = false;
  const show = async () => {
    const packed = model.get("packed");
    if (packed !== shown) {
      shown = packed;
      const address = await addressOf(packed).catch(() => null);
      // A newer film may have come in the meantime, and its words with it.
      if (packed !== shown) return;
      unreadable = address === null;
      image.src = address ?? "";
    }
    const wrong = unreadable ? TOO_OLD : model.get("problem");
    problem.textContent = wrong;
    problem.hidden = wrong === "";
    figure.hidden = wrong !== "";
    figure.style.maxWidth = `${model.get("width")}px`;
    lookFor.textContent = model.get("look_for");
    image.alt = model.get("description");
    if (description.textContent !== model.get("description")) {
      description.textContent = model.get("description");
    }
    caption.textContent = model.get("caption");
    value = [...model.get("value")];
    draw();
  };
  model.on("change", show);
  show();
  return () => model.off("change", show);
}

export default { render };
