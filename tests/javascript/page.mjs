/** A page and a kernel for the card: the page is jsdom's, the model behaves as anywidget's does. */

import { JSDOM } from "jsdom";

const { window } = new JSDOM("<!doctype html><body></body>", { url: "http://localhost/" });
for (const name of [
  "window",
  "document",
  "location",
  "sessionStorage",
  "AbortController",
  "DOMParser",
  "Event",
  "HTMLElement",
  "HTMLInputElement",
  "MouseEvent",
  "Node",
])
  globalThis[name] = window[name];

const { default: widget } = await import("../../midback/quiz/static/quiz.js");

export const QUESTIONS = {
  single: {
    id: "band-pain",
    type: "single-best-answer",
    stem: "<p>A man has <strong>burning</strong> pain.</p>\n<p>The skin looks normal.</p>",
    lead_in: "Which spinal nerve most likely carries the pain?",
    options: [
      ["t2", "T2"],
      ["t4", "T4"],
      ["t7", "T7"],
    ],
    stems: [],
    unit: "",
    choose: null,
    number: "Question 3",
  },
  multiple: {
    id: "fracture-findings",
    type: "multiple-response",
    stem: "A woman has had mid back pain since a fall.",
    lead_in: "Choose the findings that make a vertebral fracture more likely.",
    options: [
      ["age", "Age above 70 years"],
      ["steroids", "Long use of glucocorticoids"],
      ["desk", "Work at a desk"],
    ],
    choose: 2,
  },
  numeric: {
    id: "vertebrae",
    type: "numeric",
    stem: "Think of the whole thoracic spine.",
    lead_in: "How many vertebrae has it?",
    options: [],
    unit: "vertebrae",
  },
  match: {
    id: "causes",
    type: "extended-matching",
    stem: "",
    lead_in: "For each patient, choose the most likely cause.",
    options: [
      ["zoster", "Herpes zoster"],
      ["dissection", "Acute aortic dissection"],
    ],
    stems: [
      ["band", "Pain in a band, then a rash."],
      ["tearing", "Sudden tearing pain."],
    ],
  },
  once: {
    id: "nerves",
    type: "matching",
    stem: "",
    lead_in: "Match each muscle with its nerve.",
    options: [
      ["accessory", "<em>Accessory</em> nerve", "Accessory nerve"],
      ["dorsal", "Dorsal scapular nerve", "Dorsal scapular nerve"],
      ["long", "Long thoracic nerve", "Long thoracic nerve"],
    ],
    stems: [
      ["trapezius", "Trapezius"],
      ["rhomboids", "Rhomboids"],
    ],
    once: true,
  },
  order: {
    id: "steps",
    type: "ordering",
    stem: "",
    lead_in: "Put these in order.",
    options: [
      ["act", "Act"],
      ["weigh", "Weigh"],
      ["decide", "Decide"],
    ],
  },
  short: {
    id: "artery",
    type: "short-text",
    stem: "",
    lead_in: "Which artery?",
    options: [],
  },
  script: {
    id: "pressures",
    type: "script-concordance",
    stem: "",
    lead_in: "This hypothesis becomes …",
    options: [
      ["much-less", "Much less likely"],
      ["less", "Less likely"],
      ["unchanged", "Neither more nor less likely"],
      ["more", "More likely"],
      ["much-more", "Much more likely"],
    ],
    concordance: [
      ["If you were thinking of …", "an aortic dissection"],
      ["and then you found …", "equal arm pressures"],
    ],
  },
  spot: {
    id: "lamina",
    type: "hotspot",
    stem: "",
    lead_in: "Select the lamina.",
    options: [],
    markers: [
      ["one", 0.25, 0.5],
      ["two", 0.5, 0.75],
      ["three", 0.7, 0.2],
    ],
  },
  label: {
    id: "joints",
    type: "labelling",
    stem: "",
    lead_in: "Name each part.",
    options: [
      ["head", "Head of rib"],
      ["body", "Vertebral body"],
      ["tubercle", "Tubercle of rib"],
    ],
    stems: [
      ["a", "Marker 1", "Marker 1"],
      ["b", "Marker 2", "Marker 2"],
    ],
    markers: [
      ["a", 0.3, 0.4],
      ["b", 0.6, 0.9],
    ],
    once: true,
  },
  patient: {
    id: "rower",
    type: "case",
    stem: "<p>A rower has pain.</p>",
    lead_in: "Work through this patient.",
    options: [],
    total: 2,
  },
};

export const PICTURE = { source: "data:image/png;base64,AAAA", alt: "A plate.", width: 400 };

/** The steps of the case: the first open, the first committed, and both committed. */
export function steps(committed) {
  const ask = {
    word: "ask",
    kind: "ask",
    situation: "",
    prompt: "What do you ask?",
    choose: 2,
    options: [
      ["onset", "Onset"],
      ["fever", "Fever"],
      ["job", "Work"],
    ],
    chosen: null,
    results: {},
  };
  const done = { ...ask, chosen: ["onset", "job"], results: { onset: "<p>Slowly.</p>" } };
  const decide = {
    word: "decide",
    kind: "decide",
    situation: "<p>She waits.</p>",
    prompt: "What do you do?",
    choose: 1,
    options: [
      ["rest", "Relative rest"],
      ["scan", "A scan"],
    ],
    chosen: null,
    results: {},
  };
  const last = { ...decide, chosen: ["rest"], results: { rest: "<p>It heals.</p>" } };
  return [[ask], [done, decide], [done, last]][committed];
}

/** The browser's half of a widget model: `set` and messages of the kernel fire `change:…`. */
export class Model {
  constructor(traits) {
    this.traits = traits;
    this.handlers = [];
    this.unsent = new Set();
    /** What reached the kernel, in order. */
    this.picks = [];
    this.closed = false;
  }
  get(name) {
    return this.traits[name];
  }
  set(name, value) {
    this.unsent.add(name);
    this.update({ [name]: value });
  }
  save_changes() {
    if (this.closed) throw "Syncing error: no comm channel defined";
    if (this.unsent.has("pick")) this.picks.push(this.traits.pick);
    this.unsent.clear();
  }
  on(event, callback) {
    this.handlers.push([event, callback]);
  }
  off(event, callback) {
    this.handlers = this.handlers.filter(([e, c]) => e !== event || c !== callback);
  }
  /** One state message: every trait is set before any handler runs, as in Backbone. */
  update(traits) {
    const changed = Object.keys(traits).filter(
      (name) => JSON.stringify(traits[name]) !== JSON.stringify(this.traits[name]),
    );
    Object.assign(this.traits, traits);
    for (const name of changed)
      for (const [event, callback] of [...this.handlers])
        if (event === `change:${name}`) callback(this, traits[name]);
  }
  /** The kernel's answer to the newest pick. */
  confirm(more = {}, receipt = {}) {
    const { sequence, view, response } = this.picks.at(-1);
    const time = "2026-11-22T14:32:05";
    const full = { sequence, view, saved: true, time, problem: "", ...receipt };
    this.update({ response, receipt: full, ...more });
  }
}

/** One drawn card, with the words a test needs to speak about it. */
export class Page {
  constructor(kind, mode, traits = {}, keepStorage = false) {
    document.body.replaceChildren();
    if (!keepStorage) sessionStorage.clear();
    this.el = document.createElement("div");
    document.body.append(this.el);
    const question = QUESTIONS[kind] ?? kind;
    const nothing = { figure: null, steps: [], certainty: "", pick: {}, notice: "" };
    const blank = { ...nothing, response: null, receipt: null, feedback: null };
    this.model = new Model({ question, mode, ...blank, ...traits });
    this.aborter = new AbortController();
    this.props = { model: this.model, el: this.el, signal: this.aborter.signal };
    this.close = widget.render(this.props);
  }
  /** A second view of the same model on the same page. */
  renderAgain() {
    return widget.render(this.props);
  }
  get picks() {
    return this.model.picks.map(({ action, response }) => [action, response]);
  }
  get status() {
    return this.el.querySelector("output").textContent;
  }
  get alarm() {
    const alarm = this.el.querySelector("[role=alert]");
    return alarm.hidden ? "" : alarm.textContent;
  }
  get chosen() {
    return this.all("input:checked").map((input) => input.value);
  }
  get buttons() {
    const shown = this.all("button").filter((button) => !button.hidden);
    return shown.map((button) => button.textContent);
  }
  get focused() {
    return document.activeElement;
  }
  all(selector) {
    return [...this.el.querySelectorAll(selector)];
  }
  one(selector) {
    return this.el.querySelector(selector);
  }
  texts(selector) {
    return this.all(selector).map((node) => node.textContent);
  }
  option(word) {
    return this.one(`input[value="${word}"]`);
  }
  button(text) {
    return this.all("button").find((button) => button.textContent === text);
  }
  press(text) {
    this.button(text).focus();
    this.button(text).click();
  }
  fire(node, type, more = {}) {
    const event = Object.assign(new Event(type, { bubbles: true, cancelable: true }), more);
    node.dispatchEvent(event);
    return event;
  }
  /** Whether the card prevents a click; jsdom, unlike browsers, then unchecks a radio group. */
  clickIsRefused(word) {
    const event = new MouseEvent("click", { bubbles: true, cancelable: true });
    return !this.option(word).dispatchEvent(event);
  }
  type(text) {
    const box = this.one("input");
    box.focus();
    box.value = text;
    this.fire(box, "input");
    return box;
  }
  select(position, word) {
    const select = this.all("select")[position];
    select.value = word;
    this.fire(select, "change");
  }
}
