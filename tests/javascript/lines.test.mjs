import assert from "node:assert/strict";
import { test } from "node:test";
import { model, window } from "./model.mjs";

const { default: lines, angleBetween } = await import("../../midback/explore/static/lines.js");
const { default: slider } = await import("../../midback/explore/static/slider.js");

function film() {
  return model({
    packed: null,
    description: "Two <b>lines</b>.",
    caption: "Synthetic.",
    problem: "",
    look_for: "Lay the lines.",
    width: 400,
    words_shown: true,
    aspect: 0.5,
    value: [0.2, 0.8, 0.6, 0.8, 0.2, 0.2, 0.6, 0.2],
  });
}

function rendered(told) {
  const el = document.createElement("div");
  const stop = lines.render({ model: told, el });
  const key = (button, name, shiftKey = false) =>
    button.dispatchEvent(
      new window.KeyboardEvent("keydown", { key: name, shiftKey, bubbles: true }),
    );
  return { el, stop, buttons: [...el.querySelectorAll("button")], key };
}

test("the angle is measured on the film and not on its unequal scales", () => {
  // 0.4 of the width is 0.2 of the height here, so a rise of 0.2 is 45 degrees.
  assert.ok(Math.abs(45 - angleBetween([0.2, 0.8, 0.6, 0.8, 0.2, 0.2, 0.6, 0.4], 0.5)) < 1e-9);
  assert.ok(Math.abs(45 - angleBetween([0.6, 0.8, 0.2, 0.8, 0.2, 0.2, 0.6, 0.4], 0.5)) < 1e-9);
  assert.equal(0, angleBetween([0.2, 0.8, 0.6, 0.8, 0.2, 0.2, 0.6, 0.2], 0.5));
});

test("each handle has a name that says where it is, and the angle is said in words", () => {
  const { el, buttons } = rendered(film());
  assert.equal(6, buttons.length);
  assert.equal(
    "Upper line, end at the back: 20 % across, 80 % up; angle 0 degrees",
    buttons[0].getAttribute("aria-label"),
  );
  assert.match(el.textContent, /Angle between your lines: 0°/);
  assert.equal("Two <b>lines</b>.", el.querySelector("[role=status]").textContent);
});

test("arrow keys move an end, Shift makes the step small, and the kernel is told", () => {
  const told = film();
  const { buttons, key } = rendered(told);
  key(buttons[2], "ArrowUp");
  key(buttons[2], "ArrowRight", true);
  const [, , x, y] = told.get("value");
  assert.ok(Math.abs(0.602 - x) < 1e-9 && Math.abs(0.81 - y) < 1e-9);
  assert.equal(2, told.saved);
  key(buttons[2], "a");
  assert.equal(2, told.saved);
});

test("the middle handle moves the whole line, and no end leaves the film", () => {
  const told = film();
  const { buttons, key } = rendered(told);
  for (let step = 0; step < 60; step += 1) key(buttons[1], "ArrowRight");
  const [x1, , x2] = told.get("value");
  assert.ok(Math.abs(0.6 - x1) < 1e-9 && Math.abs(1 - x2) < 1e-9);
});

test("dragging a handle moves its end with the pointer and saves when it is let go", () => {
  const told = film();
  const { el, buttons } = rendered(told);
  const stage = el.querySelector("figure > div");
  stage.getBoundingClientRect = () => ({ width: 200, height: 400 });
  const point = (type, clientX, clientY) =>
    buttons[3].dispatchEvent(new window.MouseEvent(type, { clientX, clientY }));
  point("pointerdown", 40, 320);
  point("pointermove", 60, 280);
  assert.equal(0, told.saved);
  point("pointerup", 60, 280);
  assert.equal(1, told.saved);
  const [x, y] = told.get("value").slice(4);
  assert.ok(Math.abs(0.3 - x) < 1e-9 && Math.abs(0.3 - y) < 1e-9);
});

test("a problem stands in place of the film, and closing the view stops listening", () => {
  const told = film();
  const { el, stop } = rendered(told);
  told.set("problem", "It could not be drawn.");
  told.tell();
  assert.equal("It could not be drawn.", el.querySelector("[role=alert]").textContent);
  assert.equal(true, el.querySelector("figure").hidden);
  stop();
  assert.equal(0, told.listeners());
});

test("a slider with stops says their words and tells the kernel the stop", () => {
  const told = model({
    value: 5,
    min: 0,
    max: 0,
    step: 1,
    label: "How likely",
    unit: "in 1,000",
    stops: [1, 5, 20],
    words: ["1 in 1,000", "5 in 1,000", "2 in 100"],
  });
  const el = document.createElement("div");
  slider.render({ model: told, el });
  const input = el.querySelector("input");
  assert.deepEqual(["0", "2", "1"], [input.min, input.max, input.value]);
  assert.equal("5 in 1,000", input.getAttribute("aria-valuetext"));
  input.value = "2";
  input.dispatchEvent(new window.Event("input"));
  assert.equal(20, told.get("value"));
  assert.equal("2 in 100", input.getAttribute("aria-valuetext"));
});
