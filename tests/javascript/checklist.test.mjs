import assert from "node:assert/strict";
import { test } from "node:test";
import { model, window } from "./model.mjs";

const { default: checklist } = await import("../../midback/explore/static/checklist.js");

/** Two regions, and the first one chosen. */
const regions = () =>
  model({
    value: ["neck"],
    options: { neck: "1 Neck", chest: "2 <b>Chest</b>" },
    label: "Regions to shade",
  });

test("a checklist is a named group of native checkboxes, and words are never markup", () => {
  const el = document.createElement("div");
  checklist.render({ model: regions(), el });
  assert.equal("Regions to shade", el.querySelector("fieldset > legend").textContent);
  assert.deepEqual(
    ["1 Neck", "2 <b>Chest</b>"],
    [...el.querySelectorAll("label")].map((label) => label.textContent),
  );
  assert.deepEqual(
    [true, false],
    [...el.querySelectorAll("input[type=checkbox]")].map((input) => input.checked),
  );
});

test("a tick tells the kernel every choice in the order of the list", () => {
  const el = document.createElement("div");
  const told = regions();
  checklist.render({ model: told, el });
  const chest = el.querySelector("input[value=chest]");
  chest.checked = true;
  chest.dispatchEvent(new window.Event("change"));
  assert.deepEqual(["neck", "chest"], told.get("value"));
  assert.equal(1, told.saved);
});

test("a value from the kernel is shown, until the view is closed", () => {
  const el = document.createElement("div");
  const told = regions();
  const close = checklist.render({ model: told, el });
  told.set("value", ["chest"]);
  told.tell();
  assert.deepEqual(
    [false, true],
    [...el.querySelectorAll("input")].map((input) => input.checked),
  );
  close();
  assert.equal(0, told.listeners());
});

test("keys stay with the checkbox and do not reach JupyterLab", () => {
  const outer = document.createElement("div");
  const el = document.createElement("div");
  outer.append(el);
  checklist.render({ model: regions(), el });
  let heard = 0;
  outer.addEventListener("keydown", () => {
    heard += 1;
  });
  el.querySelector("input").dispatchEvent(new window.KeyboardEvent("keydown", { bubbles: true }));
  assert.equal(0, heard);
  assert.equal("true", el.getAttribute("data-lm-suppress-shortcuts"));
});
