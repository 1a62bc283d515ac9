import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { Page, steps } from "./page.mjs";

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
});

test("Only the steps that the kernel sends are drawn, the last one open", () => {
  const page = new Page("patient", "graded", { steps: steps(0) });
  assert.deepEqual(page.texts(".midback-step-head"), ["Step 1 of 2 Ask"]);
  assert.equal(page.all("input[type=checkbox]").length, 3);
  assert.deepEqual(page.buttons, ["Commit this step"]);
});

test("A choice is recorded only when its step is committed", () => {
  const page = new Page("patient", "graded", { steps: steps(0) });
  page.press("Commit this step");
  assert.match(page.status, /^Nothing is chosen\./);
  page.option("onset").click();
  page.option("job").click();
  assert.deepEqual(page.picks, []);
  assert.equal(page.status, "Not committed yet. It cannot be taken back.");
  page.option("fever").click();
  assert.deepEqual(page.chosen, ["onset", "job"]);
  page.press("Commit this step");
  assert.deepEqual(page.picks, [["commit", { steps: { ask: ["onset", "job"] } }]]);
  assert.equal(page.clickIsRefused("onset"), true);
});

test("A step with nothing chosen is committed at the second press alone", () => {
  const page = new Page("patient", "graded", { steps: steps(0) });
  page.press("Commit this step");
  page.option("onset").click();
  page.option("onset").click();
  page.press("Commit this step");
  assert.deepEqual(page.picks, []);
  page.press("Commit this step");
  assert.deepEqual(page.picks, [["commit", { steps: { ask: [] } }]]);
  const [first, second] = steps(1);
  page.model.confirm({ steps: [{ ...first, chosen: [], results: {} }, second] });
  assert.deepEqual(page.texts(".midback-done"), ["Nothing was chosen."]);
  assert.equal(page.focused, page.one(".midback-found"));
});

test("A committed step shows what it revealed, the next one opens, and the focus is on the news", () => {
  const page = new Page("patient", "graded", { steps: steps(0) });
  page.option("onset").click();
  page.press("Commit this step");
  page.model.confirm({ steps: steps(1) });
  assert.equal(page.status, "Saved 14:32");
  assert.deepEqual(page.texts(".midback-done > li"), ["OnsetSlowly.", "Work"]);
  assert.equal(page.all("input[type=radio][value=rest]").length, 1);
  assert.equal(page.focused, page.one(".midback-found"));
  page.option("rest").click();
  page.press("Commit this step");
  const response = { steps: { ask: ["onset", "job"], decide: ["rest"] } };
  assert.deepEqual(page.picks.at(-1), ["commit", response]);
  page.model.confirm({ steps: steps(2) });
  assert.deepEqual(page.buttons, []);
  assert.equal(page.focused, page.all(".midback-found")[1]);
});

test("Choices of the open step stay on the page when a commitment is not saved", () => {
  const page = new Page("patient", "graded", { steps: steps(0) });
  page.option("onset").click();
  page.press("Commit this step");
  mock.timers.tick(3000);
  assert.match(page.status, /^Not saved yet\./);
  assert.deepEqual(page.chosen, ["onset"]);
  page.press("Try saving again");
  assert.deepEqual(page.picks.at(-1), ["commit", { steps: { ask: ["onset"] } }]);
});

test("The end says of each step what was right, what was missing and what it cost", () => {
  const rows = [
    { step: "ask", word: "onset", verdict: "right", label: "Needed", text: "<p>Why.</p>" },
    { step: "ask", word: "fever", name: "Fever", verdict: "missed", label: "Missed", text: "" },
    {
      step: "ask",
      word: "job",
      verdict: "wrong",
      label: "Not needed",
      text: "",
      cost: "<p>Time.</p>",
    },
    {
      step: "decide",
      word: "scan",
      name: "A scan",
      verdict: "neutral",
      label: "Harmful",
      text: "",
    },
  ];
  const verdicts = [{ word: "ask", verdict: "partly", label: "1 of 2 needed" }];
  const told = { status: "partly", headline: "Partly right.", answer: "", sources: [] };
  const feedback = { ...told, rows, steps: verdicts, explanation: "<p>In short.</p>" };
  const page = new Page("patient", "practice", { steps: steps(1) });
  page.option("rest").click();
  page.press("Commit this step");
  page.model.confirm({ steps: steps(2), feedback });
  assert.equal(page.focused.textContent, "Partly right.");
  assert.equal(page.one(".midback-step-verdict").textContent, "1 of 2 needed");
  const [first, second, missed] = page.texts(".midback-done")[0] && page.all(".midback-done > li");
  assert.equal(first.textContent, "OnsetSlowly.NeededWhy.");
  assert.equal(second.textContent, "WorkNot neededWhat it cost: Time.");
  assert.equal(missed.textContent, "FeverMissed");
  assert.equal(page.one("details").textContent, "The other choicesA scanHarmful");
  assert.equal(page.one(".midback-explanation").textContent, "In short.");
  assert.deepEqual(page.buttons, ["Start the case again"]);
  page.press("Start the case again");
  page.model.confirm({ response: null, steps: steps(0), feedback: null });
  assert.deepEqual(page.texts(".midback-step-head"), ["Step 1 of 2 Ask"]);
  assert.deepEqual(page.all(".midback-verdict, .midback-rest"), []);
  assert.equal(page.focused, page.option("onset"));
});

test("A step that was committed in another window is shown here, and the picks here stay", () => {
  const page = new Page("patient", "graded", { steps: steps(0) });
  page.option("onset").click();
  page.model.update({ notice: "x", steps: [{ ...steps(0)[0], situation: "<p>News.</p>" }] });
  assert.deepEqual(page.chosen, ["onset"]);
  page.model.update({ steps: steps(1) });
  assert.deepEqual(page.chosen, []);
  assert.equal(page.all(".midback-committed").length, 1);
});

test("Choices that could not be committed are there again when the card is drawn anew", () => {
  const first = new Page("patient", "graded", { steps: steps(0) });
  first.option("onset").click();
  first.press("Commit this step");
  mock.timers.tick(3000);
  first.close();
  const second = new Page("patient", "graded", { steps: steps(0) }, true);
  assert.deepEqual(second.chosen, ["onset"]);
  assert.match(second.status, /^Not committed yet\. You chose this before/);
  second.press("Commit this step");
  second.model.confirm({ steps: steps(1) });
  assert.equal(second.status, "Saved 14:32");
  const third = new Page("patient", "graded", { steps: steps(1) }, true);
  assert.deepEqual(third.chosen, []);
});
