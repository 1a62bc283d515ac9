import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { Page } from "./page.mjs";

const FEEDBACK = {
  status: "wrong",
  headline: "Not the best answer.",
  rows: [
    { word: "t2", verdict: "wrong", label: "Your choice, wrong", text: "T2 supplies the axilla." },
    {
      word: "t4",
      verdict: "missed",
      label: "Not chosen, right answer",
      text: "<p>T4.</p><p>It is.</p>",
    },
    { word: "t7", verdict: "neutral", label: "Not chosen", text: "T7 lies lower." },
  ],
  answer: "T4",
  explanation: "<p>Two lines.</p><p>A second paragraph.</p>",
  sources: [
    { label: "Lee 2008", url: "https://example.org/lee" },
    { label: "A printed book", url: "" },
    { label: "A trap", url: "javascript:alert(1)" },
  ],
};

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
});

/** A card whose answer T2 was checked by the trainee and answered by the kernel. */
function checked(mode = "practice") {
  const page = new Page("single", mode);
  page.option("t2").click();
  if (mode === "practice") page.model.confirm();
  page.press("Check");
  if (mode === "practice") page.model.confirm({ feedback: FEEDBACK });
  else page.model.confirm({ response: null, feedback: FEEDBACK }, { saved: false, time: "" });
  return page;
}

test("“Check” waits for an answer and says so", () => {
  const page = new Page("single", "practice");
  const check = page.button("Check");
  assert.deepEqual([check.disabled, check.getAttribute("aria-disabled")], [false, "true"]);
  page.press("Check");
  assert.equal(page.status, "Choose an answer first.");
  assert.deepEqual(page.picks, []);
  page.option("t2").click();
  assert.equal(check.getAttribute("aria-disabled"), "false");
});

test("Graded work has no “Check” and shows no feedback, even if some arrives", () => {
  const page = new Page("single", "graded");
  page.option("t2").click();
  page.model.confirm({ feedback: FEEDBACK });
  assert.deepEqual(page.buttons, ["Clear my answer"]);
  assert.deepEqual(page.all(".midback-verdict"), []);
  assert.equal(page.one(".midback-headline").hidden, true);
});

test("Feedback puts a verdict in words, a mark and a reason under each option", () => {
  const page = checked();
  assert.deepEqual(page.picks, [
    ["record", "t2"],
    ["check", "t2"],
  ]);
  assert.deepEqual(page.texts(".midback-verdict-label"), [
    "Your choice, wrong",
    "Not chosen, right answer",
    "Not chosen",
  ]);
  const paths = page.all(".midback-verdict path").map((path) => path.getAttribute("d"));
  assert.equal(new Set(paths).size, 3);
  const why = document.getElementById(page.option("t4").getAttribute("aria-describedby"));
  assert.equal(why.textContent, "Not chosen, right answerT4.It is.");
  assert.equal(page.status, "Saved 14:32");
});

test("The focus moves to the headline, which is then not announced a second time", () => {
  const page = checked();
  assert.equal(page.focused.textContent, "Not the best answer.");
  assert.deepEqual(
    page.texts("[aria-live], [role=status]").filter((text) => text.includes("best answer")),
    [],
  );
});

test("Feedback that comes while the trainee works elsewhere is announced and takes no focus", () => {
  const page = new Page("single", "practice");
  const elsewhere = document.createElement("button");
  document.body.append(elsewhere);
  page.option("t2").click();
  page.press("Check");
  elsewhere.focus();
  page.model.confirm({ feedback: FEEDBACK });
  assert.equal(page.focused, elsewhere);
  assert.equal(page.one("p.midback-unseen[role=status]").textContent, "Not the best answer.");
});

test("The answer, the explanation and the sources follow, and only safe addresses are links", () => {
  const page = checked();
  assert.equal(page.one(".midback-answer").textContent, "Answer: T4");
  assert.deepEqual(page.texts(".midback-explanation p"), ["Two lines.", "A second paragraph."]);
  const links = page.all("a");
  assert.deepEqual(
    links.map((link) => [link.href, link.target, link.rel, link.textContent]),
    [["https://example.org/lee", "_blank", "noopener noreferrer", "Lee 2008 (opens in a new tab)"]],
  );
  assert.deepEqual(page.texts(".midback-sources li").slice(1), ["A printed book", "A trap"]);
});

test("A checked answer cannot change until “Try again”, and the card says so", () => {
  const page = checked();
  assert.equal(page.clickIsRefused("t4"), true);
  assert.equal(page.status, "Choose “Try again” to change your answer.");
  assert.equal(page.picks.length, 2);
  assert.deepEqual(page.buttons, ["Try again"]);
});

test("“Try again” keeps the old choice, clears the feedback and starts at the controls", () => {
  const page = checked();
  page.press("Try again");
  assert.deepEqual(page.picks.at(-1), ["again", "t2"]);
  page.model.confirm({ feedback: null });
  assert.deepEqual(page.chosen, ["t2"]);
  assert.deepEqual(page.all(".midback-verdict"), []);
  assert.equal(page.one(".midback-headline").hidden, true);
  assert.equal(page.focused, page.option("t2"));
  assert.deepEqual(page.buttons, ["Check", "Clear my answer"]);
  page.option("t4").click();
  assert.deepEqual(page.picks.at(-1), ["record", "t4"]);
});

test("After the answer was shown “Try again” clears the card for a new start", () => {
  const page = checked();
  page.model.update({ feedback: { ...FEEDBACK, offer: true } });
  page.press("Show the answer");
  page.model.confirm({ feedback: { ...FEEDBACK, shown: true } });
  assert.equal(page.status, "The answer was shown.");
  assert.deepEqual(page.buttons, ["Try again"]);
  page.press("Try again");
  page.model.confirm({ response: null, certainty: "", feedback: null }, { time: "" });
  assert.deepEqual(page.chosen, []);
  assert.equal(page.focused, page.option("t2"));
  assert.equal(page.status, "");
  page.option("t4").click();
  assert.deepEqual(page.picks.at(-1), ["record", "t4"]);
});

test("A new start that was not saved leaves the explanation and says why", () => {
  const page = checked();
  page.model.update({ feedback: { ...FEEDBACK, shown: true } });
  page.press("Try again");
  page.model.confirm({}, { saved: false, problem: "The disk is full." });
  assert.equal(page.status, "The disk is full.");
  assert.deepEqual(page.chosen, ["t2"]);
  assert.deepEqual(page.buttons, ["Try again"]);
});

test("A locked number can be read but not written", () => {
  const feedback = { ...FEEDBACK, rows: [] };
  const page = new Page("numeric", "practice", { response: "11", feedback });
  assert.equal(page.one("input").readOnly, true);
  page.model.update({ feedback: null });
  assert.equal(page.one("input").readOnly, false);
});

test("A locked select keeps its answer readable and offers no other", () => {
  const rows = [{ word: "band", verdict: "right", label: "Your choice, right", text: "Why." }];
  const feedback = { ...FEEDBACK, rows };
  const page = new Page("match", "practice", { response: { band: "zoster" }, feedback });
  const select = page.one("select");
  assert.equal(select.disabled, false);
  const open = [...select.options].filter((option) => !option.disabled);
  assert.deepEqual(
    open.map((option) => option.value),
    ["zoster"],
  );
  assert.equal(page.texts(".midback-match .midback-verdict-label")[0], "Your choice, right");
});

test("Nothing changes while the kernel checks, and silence opens the card again", () => {
  const page = new Page("single", "practice");
  page.option("t2").click();
  page.press("Check");
  assert.equal(page.clickIsRefused("t4"), true);
  assert.equal(page.status, "Checking…");
  mock.timers.tick(3000);
  assert.match(page.status, /^Not saved yet\./);
  page.press("Try saving again");
  assert.deepEqual(page.picks.at(-1)[0], "check");
  mock.timers.tick(3000);
  page.option("t4").click();
  assert.deepEqual(page.picks.at(-1), ["record", "t4"]);
});

test("A number that the kernel cannot read brings its sentence and no lock", () => {
  const page = new Page("numeric", "practice");
  page.type("twelve");
  page.press("Check");
  const problem = "Write one number, for example 12.5.";
  page.model.confirm({ response: null }, { saved: false, problem });
  assert.equal(page.status, problem);
  assert.equal(page.one("input").readOnly, false);
  page.type("12");
  page.press("Check");
  assert.deepEqual(page.picks.at(-1), ["check", "12"]);
});

test("Nothing that is not feedback locks the card", () => {
  for (const feedback of [null, {}, { ...FEEDBACK, status: "unreadable" }]) {
    const page = new Page("single", "practice", { response: "t2", feedback });
    assert.deepEqual(page.buttons, ["Check", "Clear my answer"]);
    assert.equal(page.clickIsRefused("t4"), false);
  }
});

test("A preview records nothing, and the kernel still answers", () => {
  const page = checked("preview");
  assert.deepEqual(page.picks, [["check", "t2"]]);
  assert.equal(page.status, "");
  assert.equal(page.one(".midback-headline").textContent, "Not the best answer.");
  assert.deepEqual(page.chosen, ["t2"]);
  page.press("Try again");
  page.model.confirm({ response: null, feedback: null }, { saved: false, time: "" });
  assert.deepEqual(page.chosen, ["t2"]);
});

test("A silent kernel in a preview is not said to have lost an answer", () => {
  const page = new Page("single", "preview");
  page.option("t2").click();
  page.press("Check");
  mock.timers.tick(3000);
  assert.match(page.status, /^The notebook's kernel has not answered\./);
  assert.deepEqual(page.buttons, ["Check", "Clear my answer"]);
});
