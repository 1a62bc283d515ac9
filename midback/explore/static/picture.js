// @ts-check
/**
 * One picture that is redrawn in place: its bytes, its alternative text and its description.
 *
 * The elements stay, only what they hold changes, so that nothing flickers and a screen reader
 * announces the new description.
 *
 * @typedef {{ packed: DataView | null, description: string, caption: string, problem: string,
 *             width: number, words_shown: boolean, look_for: string }} Picture
 * @typedef {{ get<K extends keyof Picture>(key: K): Picture[K],
 *             on(event: string, handler: () => void): void,
 *             off(event: string, handler: () => void): void }} Model
 */

import { addressOf, TOO_OLD } from "./unpack.js";

const OFF_SCREEN =
  "position:absolute;width:1px;height:1px;margin:-1px;overflow:hidden;clip-path:inset(50%)";

/** CSS pixels under which the words in a picture are too small to read. */
const LEAST_WIDTH = 360;

/**
 * @param {{ model: Model, el: HTMLElement }} place
 * @returns {() => void} stops listening
 */
function render({ model, el }) {
  const figure = document.createElement("figure");
  figure.style.cssText = "position:relative;margin:0 0 1em";
  const image = document.createElement("img");
  image.style.cssText = "display:block;width:100%;max-width:none;height:auto;background:#fff";
  // On a narrow page the picture stays as wide as its words need, and is moved sideways.
  const frame = document.createElement("div");
  frame.style.cssText = "overflow-x:auto;contain:layout paint";
  frame.setAttribute("role", "group");
  frame.setAttribute("aria-label", "Picture");
  frame.append(image);
  const fit = () => {
    frame.tabIndex = frame.scrollWidth > frame.clientWidth ? 0 : -1;
  };
  const observer = typeof ResizeObserver === "undefined" ? null : new ResizeObserver(fit);
  observer?.observe(frame);
  const description = document.createElement("p");
  description.setAttribute("role", "status");
  description.setAttribute("aria-live", "polite");
  const caption = document.createElement("figcaption");
  caption.style.cssText = "font-size:0.85em;margin-top:0.4em";
  const problem = document.createElement("p");
  problem.setAttribute("role", "alert");
  const lookFor = document.createElement("p");
  lookFor.style.cssText = "margin:0.6em 0;max-width:54em";
  figure.append(frame, description, caption);
  el.append(lookFor, problem, figure);

  /** @type {DataView | null} */
  let shown = null;
  let unreadable = false;
  const show = async () => {
    const packed = model.get("packed");
    if (packed !== shown) {
      shown = packed;
      const address = await addressOf(packed).catch(() => null);
      // A newer picture may have come in the meantime, and its words with it.
      if (packed !== shown) return;
      unreadable = address === null;
      image.src = address ?? "";
    }
    const wrong = unreadable ? TOO_OLD : model.get("problem");
    problem.textContent = wrong;
    problem.hidden = wrong === "";
    figure.hidden = wrong !== "";
    description.style.cssText = model.get("words_shown") ? "margin:0.5em 0 0" : OFF_SCREEN;
    figure.style.maxWidth = `${model.get("width")}px`;
    image.style.minWidth = `${Math.min(model.get("width"), LEAST_WIDTH)}px`;
    image.alt = model.get("description");
    if (description.textContent !== model.get("description")) {
      description.textContent = model.get("description");
    }
    caption.textContent = model.get("caption");
    lookFor.textContent = model.get("look_for");
  };
  model.on("change", show);
  show();
  return () => {
    observer?.disconnect();
    model.off("change", show);
  };
}

export default { render };
