import assert from "node:assert/strict";
import { test } from "node:test";
import { QUESTIONS } from "./page.mjs";

const { beside, count, fit, moved, reason, savedAt, task, webAddress } = await import(
  "../../midback/quiz/static/quiz.js"
);

test("Every type says in words what to do", () => {
  const { single, multiple, numeric, match } = QUESTIONS;
  const some = [single, multiple, { ...multiple, choose: null }, numeric, match];
  assert.deepEqual(
    Object.values(QUESTIONS).filter((question) => !task(question)),
    [],
  );
  const tasks = some.map(task);
  const expected = [
    "Choose one",
    "Choose 2",
    "Choose all that apply",
    "Write a number",
    "Match each",
  ];
  assert.deepEqual(tasks, expected);
});

test("An answer is empty until something is chosen", () => {
  assert.deepEqual([null, undefined, "", "  ", [], {}].map(count), [0, 0, 0, 0, 0, 0]);
  assert.deepEqual(["t4", ["a", "b"], { band: "zoster" }].map(count), [1, 2, 1]);
});

test("A recorded answer is put in the question's order, without words it no longer has", () => {
  const { single, multiple, numeric, match } = QUESTIONS;
  assert.equal(fit(single, "t4"), "t4");
  assert.equal(fit(single, "gone"), null);
  assert.deepEqual(fit(multiple, ["desk", "gone", "age"]), ["age", "desk"]);
  assert.equal(fit(numeric, " 12,5 "), "12,5");
  assert.deepEqual(fit(match, { tearing: "zoster", band: "gone", lost: "zoster" }), {
    tearing: "zoster",
  });
});

test("An answer of the wrong shape counts as no answer", () => {
  const { single, multiple, numeric, match } = QUESTIONS;
  assert.equal(fit(single, ["t4"]), null);
  assert.deepEqual(fit(multiple, "age"), []);
  assert.equal(fit(numeric, ["1"]), "");
  assert.deepEqual(fit(match, null), {});
});

test("Orders, points and cases fit only when they are whole", () => {
  const { order, spot, patient, once } = QUESTIONS;
  assert.deepEqual(fit(order, ["weigh", "decide", "act"]), ["weigh", "decide", "act"]);
  assert.equal(fit(order, ["weigh", "act"]), null);
  assert.equal(fit(order, ["weigh", "weigh", "act"]), null);
  assert.deepEqual(fit(spot, { x: 0.4, y: 0.5, z: 1 }), { x: 0.4, y: 0.5 });
  assert.equal(fit(spot, { x: "a", y: 0.5 }), null);
  assert.equal(fit(spot, ["one"]), null);
  assert.deepEqual(fit(patient, { steps: { ask: ["onset"] } }), { steps: { ask: ["onset"] } });
  assert.equal(fit(patient, { steps: {} }), null);
  assert.deepEqual(fit(once, { trapezius: "accessory" }), { trapezius: "accessory" });
});

test("An entry moves as far as there is room", () => {
  assert.deepEqual(moved(["a", "b", "c"], "b", -1), ["b", "a", "c"]);
  assert.deepEqual(moved(["a", "b", "c"], "a", -1), ["a", "b", "c"]);
  assert.deepEqual(moved(["a", "b", "c"], "a", 9), ["b", "c", "a"]);
  assert.deepEqual(moved(["a", "b"], "gone", 1), ["a", "b"]);
});

test("The time of saving has two digits for hours and minutes", () => {
  assert.equal(savedAt("2026-11-22T04:05:59"), "Saved 04:05");
  assert.equal(savedAt(""), "Saved");
});

test("Only addresses of the web become links", () => {
  const unsafe = ["", "javascript:alert(1)", "data:text/html,x", "file:///x", "no address"];
  assert.deepEqual(unsafe.map(webAddress), ["", "", "", "", ""]);
  assert.equal(webAddress("https://example.org/a"), "https://example.org/a");
});

test("Errors, strings and nothing at all can be thrown, and each has a reason", () => {
  assert.deepEqual([new Error("It broke."), "no comm", undefined].map(reason), [
    "It broke",
    "no comm",
    "undefined",
  ]);
});

test("The numbers of markers hide no place, and stand apart and inside the picture", () => {
  const crowds = [
    [
      [105, 90],
      [115, 112],
      [92, 128],
      [156, 86],
      [178, 104],
    ],
    [
      [5, 5],
      [250, 5],
      [5, 230],
      [250, 230],
    ],
    [[125, 117]],
  ];
  for (const places of crowds) {
    const ways = beside(places, 255, 235);
    const numbers = places.map(([x, y], at) => [x + ways[at][0], y + ways[at][1]]);
    for (const [at, [x, y]] of numbers.entries()) {
      assert.ok(x >= 14 && x <= 241 && y >= 14 && y <= 221, `${at} is outside: ${x}, ${y}`);
      for (const place of places) assert.ok(Math.hypot(x - place[0], y - place[1]) > 14);
      for (const other of numbers.slice(0, at))
        assert.ok(Math.hypot(x - other[0], y - other[1]) >= 24, `${at} is on another`);
    }
  }
});
