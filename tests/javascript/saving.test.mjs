import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { Page } from "./page.mjs";

const NOT_SAVED =
  "Not saved yet. The notebook's kernel has not answered. Your answer is still on this page. " +
  "If another cell is running, wait for it to finish; otherwise choose Kernel ▸ Restart Kernel, " +
  "then run this cell again and choose “Try saving again”.";

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
});

test("“Saved” appears only when the kernel has confirmed the pick", () => {
  const page = new Page("single", "graded");
  assert.equal(page.status, "Not answered yet.");
  page.option("t4").click();
  assert.deepEqual(page.picks, [["record", "t4"]]);
  assert.equal(page.status, "Saving…");
  page.model.confirm();
  assert.equal(page.status, "Saved 14:32");
});

test("Each type records its answer in its own shape", () => {
  const multiple = new Page("multiple", "graded");
  multiple.option("steroids").click();
  multiple.option("age").click();
  assert.deepEqual(multiple.picks.at(-1), ["record", ["age", "steroids"]]);
  const match = new Page("match", "graded");
  match.select(1, "dissection");
  assert.deepEqual(match.picks, [["record", { tearing: "dissection" }]]);
  match.select(1, "");
  assert.deepEqual(match.picks.at(-1), ["record", {}]);
});

test("Practice records as graded work does", () => {
  const page = new Page("single", "practice");
  page.option("t4").click();
  page.model.confirm();
  assert.deepEqual(page.picks, [["record", "t4"]]);
  assert.equal(page.status, "Saved 14:32");
});

test("A receipt for an older pick does not say “Saved” of the newest", () => {
  const page = new Page("single", "graded");
  page.option("t2").click();
  const older = { ...page.model.picks[0], saved: true, time: "", problem: "" };
  page.option("t4").click();
  page.model.update({ receipt: older, response: "t2" });
  assert.equal(page.status, "Saving…");
  assert.deepEqual(page.chosen, ["t4"]);
  page.model.confirm();
  assert.equal(page.status, "Saved 14:32");
});

test("A receipt for another view says nothing here", () => {
  const page = new Page("single", "graded");
  page.option("t2").click();
  page.model.confirm({}, { view: "another" });
  assert.equal(page.status, "Saving…");
});

test("After three seconds of silence the card says what to do, and a late receipt still counts", () => {
  const page = new Page("single", "graded");
  page.option("t4").click();
  mock.timers.tick(2999);
  assert.equal(page.status, "Saving…");
  mock.timers.tick(1);
  assert.equal(page.status, NOT_SAVED);
  assert.equal(page.one("output").getAttribute("aria-live"), "assertive");
  assert.deepEqual(page.chosen, ["t4"]);
  page.model.confirm();
  assert.equal(page.status, "Saved 14:32");
  assert.deepEqual(page.buttons, ["Clear my answer"]);
});

test("“Try saving again” sends the answer again, and the keyboard keeps its place", () => {
  const page = new Page("single", "graded");
  page.option("t4").click();
  mock.timers.tick(3000);
  assert.deepEqual(page.buttons, ["Try saving again", "Clear my answer"]);
  page.press("Try saving again");
  assert.deepEqual(page.picks, [
    ["record", "t4"],
    ["record", "t4"],
  ]);
  assert.equal(page.focused.textContent, "Try saving again");
  page.press("Try saving again");
  assert.equal(page.picks.length, 2);
  page.model.confirm();
  assert.equal(page.status, "Saved 14:32");
  assert.equal(page.focused, page.option("t4"));
});

test("A problem that the kernel reports is shown, and the pick stays unsaved on the page", () => {
  const page = new Page("single", "graded");
  page.option("t4").click();
  page.model.confirm({ response: null }, { saved: false, problem: "The folder is read-only." });
  assert.equal(page.status, "The folder is read-only.");
  assert.deepEqual(page.chosen, ["t4"]);
  assert.deepEqual(page.buttons, ["Try saving again", "Clear my answer"]);
  mock.timers.tick(3000);
  assert.equal(page.status, "The folder is read-only.");
});

test("A receipt that saved nothing and gives no reason is not taken for “Saved”", () => {
  const page = new Page("single", "graded");
  page.option("t4").click();
  page.model.confirm({ response: null }, { saved: false });
  assert.equal(page.status, "Not saved.");
});

test("A lost connection is written on the card", (t) => {
  t.mock.method(console, "error", () => {});
  const page = new Page("single", "graded");
  page.model.closed = true;
  page.option("t4").click();
  const expected =
    "Something went wrong in this card: Syncing error: no comm channel defined. " +
    "Run the cell again; your saved answers are kept.";
  assert.equal(page.alarm, expected);
  assert.equal(page.status, "Not saved.");
});

test("An error while reading the kernel's message is written on the card", (t) => {
  t.mock.method(console, "error", () => {});
  const page = new Page("single", "practice");
  page.model.update({ feedback: { status: "right", headline: "Right", rows: [null] } });
  assert.match(page.alarm, /^Something went wrong in this card: .+ Run the cell again; your saved/);
});

test("A number is recorded 600 ms after the last key", () => {
  const page = new Page("numeric", "graded");
  page.type("1");
  mock.timers.tick(599);
  page.type("12");
  mock.timers.tick(599);
  assert.deepEqual(page.picks, []);
  mock.timers.tick(1);
  assert.deepEqual(page.picks, [["record", "12"]]);
});

test("Enter and leaving the box record a number at once, and only once", () => {
  const page = new Page("numeric", "graded");
  const box = page.type("12");
  page.fire(box, "keydown", { key: "Enter" });
  page.fire(box, "change");
  mock.timers.tick(600);
  assert.deepEqual(page.picks, [["record", "12"]]);
  page.model.confirm();
  page.type("12,5");
  page.fire(box, "change");
  assert.deepEqual(page.picks.at(-1), ["record", "12,5"]);
});

test("While a number is typed the card does not say that it is saved", () => {
  const page = new Page("numeric", "graded");
  page.type("1");
  mock.timers.tick(600);
  page.type("12");
  page.model.confirm();
  assert.equal(page.status, "");
  page.type("1");
  mock.timers.tick(600);
  assert.equal(page.status, "Saved 14:32");
  assert.equal(page.picks.length, 1);
});

test("An answer of each type can be cleared and the keyboard keeps its place", () => {
  const answers = { single: "t4", multiple: ["age"], numeric: "12", match: { band: "zoster" } };
  const empty = { single: null, multiple: [], numeric: "", match: {} };
  for (const [kind, response] of Object.entries(answers)) {
    const page = new Page(kind, "graded", { response });
    page.press("Clear my answer");
    assert.deepEqual(page.picks, [["record", empty[kind]]]);
    assert.equal(page.focused, page.one("input, select"));
    assert.deepEqual(page.buttons, []);
    page.model.confirm();
    assert.equal(page.status, "Saved 14:32");
  }
});

test("“Clear my answer” is offered only when something is chosen", () => {
  const page = new Page("single", "graded");
  assert.deepEqual(page.buttons, []);
  page.option("t4").click();
  assert.deepEqual(page.buttons, ["Clear my answer"]);
});

test("A pick beyond the limit is refused with a message, and one can be swapped", () => {
  const page = new Page("multiple", "graded");
  assert.equal(page.one(".midback-hint").textContent, "0 of 2 chosen.");
  page.option("age").click();
  page.option("steroids").click();
  page.option("desk").click();
  assert.deepEqual(page.chosen, ["age", "steroids"]);
  const refusal = "2 of 2 chosen. Clear one before you choose another.";
  assert.equal(page.one(".midback-hint").textContent, refusal);
  assert.equal(page.picks.length, 2);
  page.model.confirm();
  assert.equal(page.one(".midback-hint").textContent, refusal);
  page.option("age").click();
  page.option("desk").click();
  assert.deepEqual(page.picks.at(-1), ["record", ["steroids", "desk"]]);
});

test("An answer recorded in another window is shown, unless one here is not saved yet", () => {
  const page = new Page("single", "graded", { response: "t2" });
  page.model.update({ response: "t7" });
  assert.deepEqual(page.chosen, ["t7"]);
  assert.equal(page.status, "Saved. Changed in another window.");
  page.option("t4").click();
  page.model.update({ response: "t2" });
  assert.deepEqual(page.chosen, ["t4"]);
  const typing = new Page("numeric", "graded");
  typing.type("12");
  typing.model.update({ response: "11" });
  assert.equal(typing.one("input").value, "12");
});

test("Keys pressed on the card reach neither JupyterLab nor the browser's “Save page”", () => {
  const page = new Page("numeric", "graded");
  const heard = [];
  document.addEventListener("keydown", (event) => heard.push(event.key));
  const box = page.type("12");
  assert.equal(page.fire(box, "keydown", { key: "d" }).defaultPrevented, false);
  assert.equal(page.fire(box, "keydown", { key: "Escape" }).defaultPrevented, false);
  assert.equal(page.fire(box, "keydown", { key: "Tab" }).defaultPrevented, false);
  const saving = page.fire(box, "keydown", { key: "s", ctrlKey: true });
  assert.equal(saving.defaultPrevented, true);
  assert.deepEqual(page.picks, [["record", "12"]]);
  assert.deepEqual(heard, []);
  const suppressed = page.one(".midback-card").getAttribute("data-lm-suppress-shortcuts");
  assert.equal(suppressed, "true");
  // Notebook 7 has shortcuts for whatever has the focus, and looks at the control first.
  box.focus();
  assert.equal(box.getAttribute("data-lm-suppress-shortcuts"), "true");
});

test("Closing removes the card, its listeners and its clocks", () => {
  for (const close of [(page) => page.close(), (page) => page.aborter.abort()]) {
    const page = new Page("numeric", "graded");
    const box = page.type("1");
    page.fire(box, "change");
    page.type("12");
    const output = page.one("output");
    close(page);
    mock.timers.tick(10_000);
    page.fire(box, "change");
    page.model.confirm();
    assert.deepEqual(page.picks, [["record", "1"]]);
    assert.deepEqual(page.model.handlers, []);
    assert.equal(output.textContent, "");
    assert.equal(page.el.childElementCount, 0);
    page.close();
  }
});
