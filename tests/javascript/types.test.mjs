import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { Page, PICTURE } from "./page.mjs";

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
});

const entries = (page) => page.texts(".midback-entry-text");

test("An option that is used is shown as used, and can be used again once it is free", () => {
  const page = new Page("once", "graded");
  page.select(0, "accessory");
  const [, second] = page.all("select");
  const used = [...second.options].find(({ value }) => value === "accessory");
  assert.deepEqual([used.disabled, used.textContent], [true, "Accessory nerve (used)"]);
  assert.deepEqual(page.texts(".midback-used"), ["Accessory nerve"]);
  page.select(0, "long");
  assert.deepEqual([used.disabled, used.textContent], [false, "Accessory nerve"]);
  assert.deepEqual(page.picks.at(-1), ["record", { trapezius: "long" }]);
});

test("Entries move by buttons and by Alt with the arrow keys, and the place is announced", () => {
  const page = new Page("order", "graded");
  assert.deepEqual(entries(page), ["Act", "Weigh", "Decide"]);
  assert.deepEqual(page.picks, []);
  const up = page
    .all("button")
    .find((each) => each.getAttribute("aria-label") === "Move up: Weigh");
  up.focus();
  up.click();
  assert.deepEqual(entries(page), ["Weigh", "Act", "Decide"]);
  assert.equal(page.focused, up);
  assert.equal(page.one(".midback-unseen[role=status]").textContent, "Weigh, now 1 of 3.");
  assert.deepEqual(page.picks, [["record", ["weigh", "act", "decide"]]]);
  const down = page.all(".midback-move").find((each) => each.ariaLabel === "Move down: Act");
  const button = down ?? page.all(".midback-entry")[1].querySelectorAll("button")[1];
  button.focus();
  page.fire(button, "keydown", { key: "ArrowDown", altKey: true });
  assert.deepEqual(entries(page), ["Weigh", "Decide", "Act"]);
  assert.deepEqual(page.picks.at(-1), ["record", ["weigh", "decide", "act"]]);
  page.fire(button, "keydown", { key: "ArrowDown", altKey: true });
  assert.equal(page.picks.length, 2);
});

test("An order that was not touched is no answer, and can be kept on purpose", () => {
  const page = new Page("order", "graded");
  assert.deepEqual(page.buttons.filter(Boolean), ["Keep this order"]);
  page.press("Keep this order");
  assert.deepEqual(page.picks, [["record", ["act", "weigh", "decide"]]]);
  page.press("Clear my answer");
  assert.deepEqual(page.picks.at(-1), ["record", null]);
  assert.equal(new Page("order", "graded", { response: ["weigh"] }).picks.length, 0);
});

test("A locked order stays where it is", () => {
  const feedback = { status: "partly", headline: "Partly right.", rows: [], sources: [] };
  const response = ["act", "weigh", "decide"];
  const page = new Page("order", "practice", { response, feedback });
  page.all(".midback-move")[1].click();
  assert.deepEqual(entries(page), ["Act", "Weigh", "Decide"]);
  assert.deepEqual(page.picks, []);
});

test("A few words are recorded after a pause, as a number is", () => {
  const page = new Page("short", "graded");
  page.type(" artery of Adamkiewicz ");
  mock.timers.tick(600);
  assert.deepEqual(page.picks, [["record", "artery of Adamkiewicz"]]);
});

test("A scale is five radio buttons under what was thought and what was found", () => {
  const page = new Page("script", "graded");
  assert.equal(page.all(".midback-scale input[type=radio]").length, 5);
  assert.deepEqual(page.texts(".midback-concordance p"), [
    "If you were thinking of … an aortic dissection",
    "and then you found … equal arm pressures",
  ]);
  page.option("less").click();
  assert.deepEqual(page.picks, [["record", "less"]]);
});

test("A marker is a button named by its number alone, and records its own point", () => {
  const page = new Page("spot", "graded", { figure: PICTURE });
  const markers = page.all(".midback-marker");
  assert.deepEqual(
    markers.map((marker) => [marker.localName, marker.getAttribute("aria-label")]),
    [1, 2, 3].map((number) => ["button", `Marker ${number}`]),
  );
  markers[1].click();
  assert.deepEqual(page.picks, [["record", { x: 0.5, y: 0.75 }]]);
  assert.equal(markers[1].getAttribute("aria-pressed"), "true");
  assert.equal(page.one(".midback-hint").textContent, "Marker 2 is chosen.");
});

test("Pointing at the picture records that point, and a restored marker is pressed", () => {
  const page = new Page("spot", "graded", { figure: PICTURE, response: { x: 0.7, y: 0.2 } });
  assert.equal(page.all("[aria-pressed=true]")[0].textContent, "3");
  const image = page.one("img");
  image.getBoundingClientRect = () => ({ left: 100, top: 50, width: 200, height: 100 });
  page.fire(image, "click", { clientX: 150, clientY: 75 });
  assert.deepEqual(page.picks, [["record", { x: 0.25, y: 0.75 }]]);
  assert.equal(page.one(".midback-hint").textContent, "A point of your own is chosen.");
  assert.deepEqual(page.all("[aria-pressed=true]"), []);
  assert.equal(page.one(".midback-point").hidden, false);
});

test("A locked hotspot does not change and says what to do", () => {
  const rows = [
    { word: "one", verdict: "wrong", label: "Not right", text: "", name: "Marker 1: Pedicle" },
  ];
  const feedback = { status: "wrong", headline: "Not right.", rows, sources: [] };
  const response = { x: 0.25, y: 0.5 };
  const page = new Page("spot", "practice", { figure: PICTURE, response, feedback });
  page.all(".midback-marker")[2].click();
  assert.deepEqual(page.picks, []);
  assert.equal(page.status, "Choose “Try again” to change your answer.");
  assert.equal(page.one(".midback-loose .midback-did").textContent, "Marker 1: Pedicle");
  assert.equal(page.one(".midback-marker.midback-is-wrong").textContent, "1");
});

test("A marker of a labelled picture leads to its list", () => {
  const page = new Page("label", "graded", { figure: PICTURE });
  page.all(".midback-marker")[1].click();
  assert.equal(page.focused, page.all("select")[1]);
  page.select(1, "body");
  assert.deepEqual(page.picks, [["record", { b: "body" }]]);
});

test("How sure one is travels with the answer, and is asked in practice alone", () => {
  const page = new Page("single", "practice");
  assert.equal(page.one(".midback-certainty").hidden, true);
  page.option("t4").click();
  assert.equal(page.one(".midback-certainty").hidden, false);
  page.option("high").click();
  assert.deepEqual(
    page.model.picks.map(({ response, certainty }) => [response, certainty]),
    [
      ["t4", ""],
      ["t4", "high"],
    ],
  );
  page.model.confirm();
  page.press("Check");
  assert.equal(page.model.picks.at(-1).certainty, "high");
  const graded = new Page("single", "graded", { response: "t4" });
  assert.equal(graded.one(".midback-certainty"), null);
  const restored = new Page("single", "practice", { response: "t4", certainty: "low" });
  assert.deepEqual(restored.chosen, ["t4", "low"]);
});

const WRONG = { status: "wrong", headline: "Not right.", rows: [], sources: [], answer: "" };

test("“Show the answer” comes when the kernel offers it, and until “Try again” nothing can change", () => {
  const page = new Page("single", "practice", { response: "t2", feedback: WRONG });
  assert.deepEqual(page.buttons, ["Try again"]);
  page.model.update({ feedback: { ...WRONG, offer: true } });
  assert.deepEqual(page.buttons, ["Try again", "Show the answer"]);
  page.press("Show the answer");
  assert.deepEqual(page.picks, [["show", "t2"]]);
  page.model.confirm({ feedback: { ...WRONG, headline: "It is T4.", shown: true } });
  assert.deepEqual(page.buttons, ["Try again"]);
  assert.equal(page.focused.textContent, "It is T4.");
  assert.equal(page.clickIsRefused("t4"), true);
  assert.match(page.status, /Try again/);
});

test("An answer that was not saved is there again when the card is drawn anew", () => {
  const first = new Page("single", "graded", { response: "t2" });
  first.option("t4").click();
  mock.timers.tick(3000);
  first.close();
  const second = new Page("single", "graded", { response: "t2" }, true);
  assert.deepEqual(second.chosen, ["t4"]);
  assert.match(second.status, /^Not saved yet\. You chose this answer before/);
  assert.deepEqual(second.picks, []);
  second.press("Try saving again");
  assert.deepEqual(second.picks, [["record", "t4"]]);
  second.model.confirm();
  assert.equal(second.status, "Saved 14:32");
  const third = new Page("single", "graded", { response: "t4" }, true);
  assert.equal(third.status, "Your saved answer is shown.");
});

test("When the network is back an unanswered pick is sent again", () => {
  const page = new Page("single", "graded");
  page.option("t4").click();
  mock.timers.tick(3000);
  page.fire(window, "online");
  assert.deepEqual(page.picks, [
    ["record", "t4"],
    ["record", "t4"],
  ]);
  page.model.confirm();
  page.fire(window, "online");
  assert.equal(page.picks.length, 2);
});
