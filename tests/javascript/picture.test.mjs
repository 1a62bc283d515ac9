import assert from "node:assert/strict";
import { test } from "node:test";
import { model, packed, shows } from "./model.mjs";

const { default: picture } = await import("../../midback/explore/static/picture.js");

/** What the kernel says of a picture. */
const told = (changes = {}) =>
  model({
    packed: packed("<svg>36</svg>"),
    description: "A spine of 36 degrees.",
    caption: "Illustrative.",
    problem: "",
    width: 480,
    words_shown: true,
    look_for: "Look at T1.",
    ...changes,
  });

/** An observer of sizes that tells when the test says so. */
function observing() {
  const told = [];
  globalThis.ResizeObserver = class {
    constructor(handler) {
      told.push(handler);
    }
    observe() {}
    disconnect() {
      told.length = 0;
    }
  };
  return {
    tell() {
      for (const each of told) each();
    },
    watching: () => told.length,
  };
}

test("a redraw changes the picture, its alternative text and its description in place", async () => {
  const el = document.createElement("div");
  const given = told();
  picture.render({ model: given, el });
  const image = el.querySelector("img");
  await shows(image, "<svg>36</svg>");
  given.tell({ packed: packed("<svg>60</svg>"), description: "A spine of 60 degrees." });
  assert.equal("A spine of 36 degrees.", image.alt, "the words wait for their picture");
  await shows(image, "<svg>60</svg>");
  assert.equal(image, el.querySelector("img"));
  assert.equal("A spine of 60 degrees.", image.alt);
  assert.equal("A spine of 60 degrees.", el.querySelector("[role=status]").textContent);
});

test("of two pictures that come at once the later one stays", async () => {
  const el = document.createElement("div");
  const given = told();
  picture.render({ model: given, el });
  given.tell({ packed: packed(`<svg>${"first".repeat(100_000)}</svg>`), description: "First." });
  given.tell({ packed: packed("<svg>second</svg>"), description: "Second." });
  await shows(el.querySelector("img"), "<svg>second</svg>");
  await new Promise((next) => setTimeout(next, 100));
  await shows(el.querySelector("img"), "<svg>second</svg>");
  assert.equal("Second.", el.querySelector("img").alt);
});

test("a picture that cannot be unpacked is told in a sentence", async () => {
  const el = document.createElement("div");
  picture.render({ model: told({ packed: new DataView(new ArrayBuffer(8)) }), el });
  await new Promise((next) => setTimeout(next, 50));
  assert.match(el.querySelector("[role=alert]").textContent, /too old to show the picture/);
  assert.equal(true, el.querySelector("figure").hidden);
});

test("on a narrow page a picture keeps the width that its words need", () => {
  const wide = document.createElement("div");
  picture.render({ model: told({ packed: null }), el: wide });
  assert.equal("360px", wide.querySelector("img").style.minWidth);
  const small = document.createElement("div");
  picture.render({ model: told({ packed: null, width: 300 }), el: small });
  assert.equal("300px", small.querySelector("img").style.minWidth);
});

test("the keyboard reaches a picture that must be moved sideways, and no other", () => {
  const sizes = observing();
  const el = document.createElement("div");
  const given = told();
  const clean = picture.render({ model: given, el });
  const frame = el.querySelector("[role=group]");
  sizes.tell();
  assert.equal(-1, frame.tabIndex);
  Object.defineProperty(frame, "scrollWidth", { value: 360 });
  Object.defineProperty(frame, "clientWidth", { value: 270 });
  sizes.tell();
  assert.equal(0, frame.tabIndex);
  clean();
  assert.deepEqual([0, 0], [sizes.watching(), given.listeners()]);
});

test("a problem stands where the picture was, until the next one", () => {
  const el = document.createElement("div");
  const given = told({ packed: null, problem: "This picture could not be drawn." });
  picture.render({ model: given, el });
  assert.equal("This picture could not be drawn.", el.querySelector("[role=alert]").textContent);
  assert.equal(true, el.querySelector("figure").hidden);
  given.tell({ problem: "" });
  assert.equal(false, el.querySelector("figure").hidden);
});
