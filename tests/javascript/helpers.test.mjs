import assert from "node:assert/strict";
import { test } from "node:test";
import { QUESTIONS } from "./page.mjs";

const { count, fit, paragraphs, reason, savedAt, task, webAddress } = await import(
  "../../midback/quiz/static/quiz.js"
);

test("A blank line parts paragraphs and a single line break does not", () => {
  assert.deepEqual(paragraphs("One\nline.\n\n  Two. \n \n\nThree."), [
    "One line.",
    "Two.",
    "Three.",
  ]);
  assert.deepEqual(paragraphs(" \n\n "), []);
});

test("Every type says in words what to do", () => {
  const { single, multiple, numeric, match } = QUESTIONS;
  const tasks = [single, multiple, { ...multiple, choose: null }, numeric, match].map(task);
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
