import assert from "node:assert/strict";
import { test } from "node:test";
import { Page, PICTURE, QUESTIONS } from "./page.mjs";

test("The card says which question it is, what to do and whether it counts", () => {
  const page = new Page("single", "graded");
  assert.equal(page.one(".midback-kind").textContent, "Question 3 Choose one Graded");
  const preview = new Page("multiple", "preview");
  const expected = "Choose 2 Preview, nothing is recorded";
  assert.equal(preview.one(".midback-kind").textContent, expected);
});

test("The stem keeps its paragraphs, and the lead-in names the group of options", () => {
  const page = new Page("single", "practice");
  assert.deepEqual(page.texts(".midback-stem p"), [
    "A man has burning pain.",
    "The skin looks normal.",
  ]);
  const legend = page.one("fieldset > legend").textContent;
  assert.equal(legend, "Which spinal nerve most likely carries the pain?");
});

test("Nothing is chosen before the trainee chooses", () => {
  for (const kind of ["single", "multiple"]) assert.deepEqual(new Page(kind, "graded").chosen, []);
  assert.equal(new Page("numeric", "graded").one("input").value, "");
  const selects = new Page("match", "graded").all("select");
  assert.deepEqual(
    selects.map((select) => select.value),
    ["", ""],
  );
});

test("A recorded answer of each type is shown again", () => {
  assert.deepEqual(new Page("single", "graded", { response: "t4" }).chosen, ["t4"]);
  const multiple = new Page("multiple", "graded", { response: ["desk", "age"] });
  assert.deepEqual(multiple.chosen, ["age", "desk"]);
  assert.equal(new Page("numeric", "graded", { response: "12" }).one("input").value, "12");
  const match = new Page("match", "graded", { response: { tearing: "dissection" } });
  assert.deepEqual(
    match.all("select").map((select) => select.value),
    ["", "dissection"],
  );
  assert.equal(match.status, "Your saved answer is shown.");
});

test("A recorded answer that the question no longer offers is not passed over in silence", () => {
  const page = new Page("single", "graded", { response: "gone" });
  assert.match(page.status, /no longer among the options/);
});

test("Two views of one question share neither an id nor a radio group", () => {
  for (const kind of ["single", "numeric", "match"]) {
    const page = new Page(kind, "practice");
    const once = page.all("[id]").length;
    const names = new Set(page.all("[name]").map(({ name }) => name));
    page.renderAgain();
    const ids = new Set(page.all("[id]").map(({ id }) => id));
    assert.equal(ids.size, 2 * once);
    assert.equal(new Set(page.all("[name]").map(({ name }) => name)).size, 2 * names.size);
  }
});

test("A hostile text leaves nothing on the page that the card does not know", () => {
  const evil =
    "<img src=x onerror=alert(1)><script>alert(1)</script><b onclick=alert(1)>Bold</b>" +
    "<a href='javascript:alert(1)'>link</a><svg onload=alert(1)><style>*{}</style></svg>" +
    "<iframe src=x></iframe><p style='color:red' class=x id=y>Text</p><form action=x>form</form>";
  const options = [["a", evil]];
  const question = { id: "x", type: "single-best-answer", stem: evil, lead_in: evil, options };
  const row = { word: "a", verdict: "right", label: evil, text: evil };
  const sources = [{ label: evil, url: "https://example.org/" }];
  const told = { status: "right", headline: evil, rows: [row], answer: evil, explanation: evil };
  const feedback = { ...told, sources };
  const page = new Page(question, "practice", { response: "a", feedback, notice: evil });
  const strange = "img, script, style, iframe, form, b, a[href^=javascript]";
  assert.deepEqual(page.all(`${strange}, [onclick], [onerror], [onload], [id=y]`), []);
  assert.equal(page.one(".midback-stem p").textContent, "Text");
  assert.equal(page.one(".midback-stem p").attributes.length, 0);
  assert.match(page.one(".midback-notice").textContent, /^<img/);
});

test("Emphasis, lists, tables, links and formulas arrive as such", () => {
  const stem =
    "<p>A <strong>bold</strong> word, <a href='https://example.org/'>a link</a></p>" +
    "<ul><li>one</li></ul><table><tbody><tr><td align='right'>2</td></tr></tbody></table>" +
    "<p><math display='block'><mfrac><mn>1</mn><mn>2</mn></mfrac></math></p>";
  const page = new Page({ ...QUESTIONS.single, stem }, "practice");
  assert.equal(page.one(".midback-stem strong").textContent, "bold");
  assert.equal(page.one(".midback-stem li").textContent, "one");
  assert.equal(page.one(".midback-stem td").getAttribute("align"), "right");
  const link = page.one(".midback-stem a");
  assert.deepEqual([link.target, link.rel], ["_blank", "noopener noreferrer"]);
  const fraction = page.one(".midback-stem mfrac");
  assert.equal(fraction.namespaceURI, "http://www.w3.org/1998/Math/MathML");
});

test("A picture stands in the stem with its text, and can be enlarged by keyboard", () => {
  const page = new Page("single", "practice", { figure: PICTURE });
  const image = page.one(".midback-stem img");
  assert.deepEqual([image.alt, image.getAttribute("src")], ["A plate.", PICTURE.source]);
  page.press("Enlarge the picture");
  const frame = page.one(".midback-frame");
  assert.deepEqual([frame.tabIndex, frame.getAttribute("role")], [0, "group"]);
  page.press("Make the picture smaller");
  assert.equal(frame.hasAttribute("tabindex"), false);
  const unsafe = { ...PICTURE, source: "javascript:alert(1)" };
  const other = new Page("single", "practice", { figure: unsafe });
  assert.equal(other.one("img").hasAttribute("src"), false);
});

test("The kernel's notice is shown and taken away", () => {
  const page = new Page("single", "graded", { notice: "A damaged file was set aside." });
  const notice = page.one(".midback-notice");
  assert.deepEqual([notice.textContent, notice.hidden], ["A damaged file was set aside.", false]);
  page.model.update({ notice: "" });
  assert.equal(notice.hidden, true);
});

test("A question of an unknown type is an error on the card", (t) => {
  t.mock.method(console, "error", () => {});
  const page = new Page({ id: "x", type: "riddle", stem: "", lead_in: "", options: [] }, "graded");
  const expected =
    "Something went wrong in this card: it cannot show a question of type “riddle”. " +
    "Run the cell again; your saved answers are kept.";
  assert.equal(page.alarm, expected);
});

test("A number has a visible label and its unit beside the box", () => {
  const page = new Page("numeric", "graded");
  const box = page.one("input");
  assert.equal(box.labels[0].textContent, "Your answer");
  assert.equal(box.getAttribute("inputmode"), "decimal");
  const unit = document.getElementById(box.getAttribute("aria-describedby"));
  assert.equal(unit.textContent, "vertebrae");
});

test("Each vignette labels its own select, which starts with “Choose…”", () => {
  const page = new Page("match", "graded");
  const selects = page.all("select");
  assert.deepEqual(
    selects.map((select) => select.labels[0].textContent),
    ["Pain in a band, then a rash.", "Sudden tearing pain."],
  );
  const words = [...selects[0].options].map((option) => option.textContent);
  assert.deepEqual(words, ["Choose…", "Herpes zoster", "Acute aortic dissection"]);
});
