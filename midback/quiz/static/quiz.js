// @ts-check
/**
 * One question on a card: it draws what the kernel sends and reports what the trainee picks.
 *
 * The card knows no answers and no marks. It says “Saved” only once the kernel has confirmed the
 * newest pick of this view, and whatever goes wrong is written on the card.
 *
 * Authors' texts come as HTML that the kernel has made safe, and are copied into the page element
 * by element from a fixed list (`adopt`); everything else is set as text.
 */

/**
 * @typedef {"single-best-answer" | "multiple-response" | "numeric" | "extended-matching"
 *   | "matching" | "ordering" | "short-text" | "script-concordance" | "hotspot" | "labelling"
 *   | "case"} Type
 * @typedef {"practice" | "graded" | "preview"} Mode
 * @typedef {"record" | "check" | "again" | "show" | "commit"} Action
 * @typedef {"right" | "wrong" | "missed" | "neutral" | "partly" | "unanswered"} Verdict
 * @typedef {[word: string, html: string, plain?: string]} Choice
 * @typedef {[word: string, x: number, y: number]} Marker in shares of the picture, y upwards
 * @typedef {{ x: number, y: number }} Point
 * @typedef {Record<string, string[]>} Commitments
 * @typedef {string | string[] | Record<string, string> | Point | { steps: Commitments }
 *   | null} Answer
 */
/**
 * @typedef {{ id: string, type: Type, stem: string, lead_in: string, options: Choice[],
 *   stems?: Choice[], unit?: string, choose?: number | null, number?: string, once?: boolean,
 *   markers?: Marker[], concordance?: [lead: string, html: string][], total?: number }} Question
 * @typedef {{ source: string, alt: string, width: number }} Picture
 * @typedef {{ word: string, kind: string, situation: string, prompt: string,
 *   choose: number | null, options: Choice[], chosen: string[] | null,
 *   results: Record<string, string> }} Step
 * @typedef {{ sequence: number, view: string, action: Action, response: Answer,
 *   certainty: string }} Pick
 * @typedef {{ sequence: number, view: string, saved: boolean, time: string,
 *   problem: string }} Receipt
 * @typedef {{ word: string, verdict: Verdict, label: string, text: string, name?: string,
 *   step?: string, cost?: string }} Row
 * @typedef {{ label: string, url: string }} Source
 * @typedef {{ status: Verdict, headline: string, rows: Row[], answer: string,
 *   explanation: string, sources: Source[], shown?: boolean, offer?: boolean,
 *   steps?: { word: string, verdict: Verdict, label: string }[] }} Feedback
 * @typedef {{ question: Question, mode: Mode, figure: Picture | null, steps: Step[],
 *   response: Answer, certainty: string, pick: Pick, receipt: Receipt | null,
 *   feedback: Feedback | null, notice: string }} Traits
 */
/**
 * @typedef {object} Model
 * @property {<Name extends keyof Traits>(name: Name) => Traits[Name]} get
 * @property {<Name extends keyof Traits>(name: Name, value: Traits[Name]) => void} set
 * @property {() => void} save_changes
 * @property {(event: string, callback: () => void) => void} on
 * @property {(event: string, callback: () => void) => void} off
 */
/**
 * @typedef {object} Controls the part of the card that differs between types of question
 * @property {HTMLElement[]} nodes
 * @property {() => Answer} read
 * @property {(answer: Answer) => void} show
 * @property {(locked: boolean) => void} lock
 * @property {() => HTMLElement} first where the keyboard starts
 * @property {Map<string, { box: HTMLElement, control: HTMLElement }>} places where feedback belongs
 * @property {(event: Event) => void} [refuse] prevents a click that the question does not allow
 * @property {boolean} [typed] whether the answer is written, so that it is recorded after a pause
 * @property {{ draw: (steps: Step[]) => void, picks: () => string[], isOpen: () => boolean,
 *   done: () => Answer, latest: () => HTMLElement | null }} [unfolds] the steps of a case that may be seen now
 * @property {(feedback: Feedback | null) => void} [explain] more feedback than a row a place
 */

const KERNEL_PATIENCE = 3000;
const TYPING_PAUSE = 600;
/** Pixels from the place of a marker to the middle of its number. */
const LEADER = 30;
const RESTART =
  "If another cell is running, wait for it to finish; " +
  "otherwise choose Kernel ▸ Restart Kernel, then run this cell again";
const NO_ANSWER = `The notebook's kernel has not answered. ${RESTART}.`;
const NOT_SAVED =
  "Not saved yet. The notebook's kernel has not answered. Your answer is still on this page. " +
  `${RESTART} and choose “Try saving again”.`;
const LEFT_OVER =
  "Not saved yet. You chose this answer before, and it was not saved. " +
  "Choose “Try saving again” to keep it.";
const LEFT_OPEN = "Not committed yet. You chose this before, and it was not saved.";
const WORD_GONE = "Part of your saved answer is no longer among the options. Please choose again.";
const SEEN = "The answer was shown.";
const TO_CHANGE = "Choose “Try again” to change your answer.";
const NOTHING_CHOSEN =
  "Nothing is chosen. Choose “Commit this step” again to go on without choosing.";
const MODES = { practice: "Practice", graded: "Graded", preview: "Preview, nothing is recorded" };
/** @type {[string, string][]} */
const CERTAINTIES = [
  ["low", "Low"],
  ["medium", "Medium"],
  ["high", "High"],
];
/** @type {Record<string, string>} */
const KINDS = { ask: "Ask", examine: "Examine", test: "Test", decide: "Decide" };

/** @type {Record<Action, string>} */
const SENDING = {
  record: "Saving…",
  check: "Checking…",
  again: "One moment…",
  show: "One moment…",
  commit: "Committing…",
};

// ---------------------------------------------------------------- without the page

/** What the trainee is asked to do, in words.
 * @param {Question} question */
export function task({ type, choose }) {
  return {
    "single-best-answer": "Choose one",
    "multiple-response": choose ? `Choose ${choose}` : "Choose all that apply",
    numeric: "Write a number",
    "extended-matching": "Match each",
    matching: "Match each",
    ordering: "Put in order",
    "short-text": "Write a few words",
    "script-concordance": "Judge the new finding",
    hotspot: "Find it on the picture",
    labelling: "Name each marker",
    case: "Work through a case",
  }[type];
}

/** How many choices an answer holds; 0 means that the question is unanswered.
 * @param {Answer} answer */
export function count(answer) {
  if (typeof answer === "string") return answer.trim() === "" ? 0 : 1;
  return Object.keys(answer ?? {}).length;
}

/** The answer in the question's own shape and order, without words the question does not have.
 * @param {Question} question
 * @param {Answer} answer
 * @returns {Answer} */
export function fit({ type, options, stems }, answer) {
  const words = (options ?? []).map(([word]) => word);
  const group = answer && typeof answer === "object" && !Array.isArray(answer) ? answer : null;
  switch (type) {
    case "numeric":
    case "short-text":
      return typeof answer === "string" ? answer.trim() : "";
    case "single-best-answer":
    case "script-concordance":
      return typeof answer === "string" && words.includes(answer) ? answer : null;
    case "multiple-response":
      return Array.isArray(answer) ? words.filter((word) => answer.includes(word)) : [];
    case "ordering": {
      const order = Array.isArray(answer) ? answer : [];
      const whole = order.length === words.length && words.every((word) => order.includes(word));
      return whole ? [...order] : null;
    }
    case "hotspot":
      if (!group || !("x" in group && "y" in group)) return null;
      return Number.isFinite(group.x) && Number.isFinite(group.y)
        ? { x: Number(group.x), y: Number(group.y) }
        : null;
    case "case":
      return group && "steps" in group && Object.keys(group.steps ?? {}).length > 0 ? group : null;
    default: {
      const given = new Map(Object.entries(group ?? {}));
      const pairs = (stems ?? []).map(([stem]) => [stem, given.get(stem) ?? ""]);
      return Object.fromEntries(pairs.filter(([, word]) => words.includes(word)));
    }
  }
}

/** The words with one of them moved up (-1) or down (1), as far as there is room.
 * @param {string[]} order @param {string} word @param {number} by
 * @returns {string[]} */
export function moved(order, word, by) {
  const from = order.indexOf(word);
  const to = Math.min(Math.max(from + by, 0), order.length - 1);
  const others = order.filter((each) => each !== word);
  return from < 0 ? order : [...others.slice(0, to), word, ...others.slice(to)];
}

/** Where the number of each marker stands: beside the place, so that it hides neither that place
 * nor another, and rather away from the middle of them all.
 * @param {[x: number, y: number][]} places in pixels from the top left
 * @param {number} width @param {number} height of the picture
 * @returns {[x: number, y: number][]} the way from each place to its number, in pixels */
export function beside(places, width, height) {
  /** @param {0 | 1} axis */
  const middle = (axis) => places.reduce((sum, place) => sum + place[axis], 0) / places.length;
  const [centreX, centreY] = [middle(0), middle(1)];
  /** @type {[number, number][]} */
  const taken = [];
  return places.map((place) => {
    const [x, y] = place;
    const others = places.filter((other) => other !== place).concat(taken);
    let least = Number.POSITIVE_INFINITY;
    /** @type {[number, number]} */
    let best = [0, -LEADER];
    for (let turn = 0; turn < 12; turn += 1) {
      const angle = (turn * Math.PI) / 6 - Math.PI / 2;
      const way = /** @type {[number, number]} */ ([
        LEADER * Math.cos(angle),
        LEADER * Math.sin(angle),
      ]);
      const at = [x + way[0], y + way[1]];
      const crowded = others
        .map((other) => Math.max(0, LEADER - Math.hypot(at[0] - other[0], at[1] - other[1])))
        .reduce((sum, much) => sum + much, 0);
      const outside = Math.max(0, 18 - at[0], at[0] - width + 18, 18 - at[1], at[1] - height + 18);
      const inward = (centreX - x) * way[0] + (centreY - y) * way[1];
      const far = Math.hypot(centreX - x, centreY - y) * LEADER || 1;
      const cost = crowded + 3 * outside + inward / far;
      if (cost < least) [least, best] = [cost, way];
    }
    taken.push([x + best[0], y + best[1]]);
    return best;
  });
}

/** “Saved 14:32” in the reader's own time zone.
 * @param {string} time ISO 8601, or "" */
export function savedAt(time) {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return "Saved";
  const [hours, minutes] = [date.getHours(), date.getMinutes()].map((n) => `${n}`.padStart(2, "0"));
  return `Saved ${hours}:${minutes}`;
}

/** The address if it is one of the web or of mail, else "": a link must not run anything.
 * @param {string} url */
export function webAddress(url) {
  try {
    const { protocol, href } = new URL(url);
    return ["http:", "https:", "mailto:"].includes(protocol) ? href : "";
  } catch {
    return "";
  }
}

/** @param {unknown} error anything thrown: ipywidgets throws plain strings, too */
export function reason(error) {
  const message = error instanceof Error ? error.message : String(error);
  return message.trim().replace(/\.$/, "") || "unknown error";
}

/** A name for one view. `crypto.randomUUID` is missing where a hub is served without TLS. */
function randomName() {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Answers that did not reach the disk, kept by this browser tab until they do. */
const unsaved = {
  /** @param {string} id */
  key: (id) => `midback-unsaved:${location.pathname}:${id}`,
  /** @param {string} id @param {{ answer: Answer, certainty: string }} kept */
  keep(id, kept) {
    try {
      sessionStorage.setItem(this.key(id), JSON.stringify(kept));
    } catch {} // no storage, or none left: the answer still stands on the page
  },
  /** @param {string} id */
  forget(id) {
    try {
      sessionStorage.removeItem(this.key(id));
    } catch {}
  },
  /** @param {string} id @returns {{ answer: Answer, certainty: string } | null} */
  find(id) {
    try {
      const kept = JSON.parse(sessionStorage.getItem(this.key(id)) ?? "null");
      return kept && typeof kept === "object" && "answer" in kept ? kept : null;
    } catch {
      return null;
    }
  },
};

// ---------------------------------------------------------------- pieces of the page

/** An element; strings among the children become text, never markup.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string>} [attributes]
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[Tag]} */
function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

const HTML = "http://www.w3.org/1999/xhtml";
const MATHML = "http://www.w3.org/1998/Math/MathML";
const PROSE = new Set(
  "a blockquote br code em li ol p pre s strong table tbody td th thead tr ul".split(" "),
);
const FORMULA = new Set(
  (
    "math menclose mfenced mfrac mi mn mo mover mpadded mphantom mroot mrow ms mspace msqrt " +
    "mstyle msub msubsup msup mtable mtd mtext mtr munder munderover"
  ).split(" "),
);
const ATTRIBUTES = new Set(
  (
    "align accent columnalign display displaystyle fence form linethickness mathvariant " +
    "scriptlevel separator start stretchy title width"
  ).split(" "),
);
const SILENT = new Set(["script", "style", "template", "iframe", "object", "noscript", "title"]);

/** A copy of what the parser found, made of listed elements alone; of others the words stay.
 * @param {Node} node
 * @returns {Node[]} */
function copies(node) {
  if (node.nodeType === Node.TEXT_NODE) return [document.createTextNode(node.textContent ?? "")];
  if (!(node.nodeType === Node.ELEMENT_NODE)) return [];
  const found = /** @type {Element} */ (node);
  const name = found.localName;
  if (SILENT.has(name)) return [];
  const children = Array.from(found.childNodes).flatMap(copies);
  const formula = found.namespaceURI === MATHML && FORMULA.has(name);
  if (!formula && !(found.namespaceURI === HTML && PROSE.has(name))) return children;
  const copy = document.createElementNS(formula ? MATHML : HTML, name);
  for (const { name, value } of found.attributes)
    if (ATTRIBUTES.has(name)) copy.setAttribute(name, value);
  if (name === "a") {
    const href = webAddress(found.getAttribute("href") ?? "");
    if (!href) return children;
    const safe = { href, target: "_blank", rel: "noopener noreferrer", class: "midback-link" };
    for (const [name, value] of Object.entries(safe)) copy.setAttribute(name, value);
    children.push(element("span", { class: "midback-unseen" }, " (opens in a new tab)"));
  }
  copy.append(...children);
  return [copy];
}

/** An author's text as parts of the page. Nothing but this function reads HTML, and it inserts
 * only elements and attributes of fixed lists, whatever the text holds.
 * @param {string} html
 * @returns {Node[]} */
export function adopt(html) {
  if (!/[<&]/.test(html)) return html === "" ? [] : [document.createTextNode(html)];
  const parsed = new DOMParser().parseFromString(html, "text/html");
  return Array.from(parsed.body.childNodes).flatMap(copies);
}

/** The words of an author's text, for names and for entries of a native list.
 * @param {Choice} choice */
function words([, html, plain]) {
  return plain ?? element("span", {}, ...adopt(html)).textContent ?? "";
}

/** @param {string} html @param {string} className */
const prose = (html, className) =>
  html ? [element("div", { class: `midback-prose ${className}`.trim() }, ...adopt(html))] : [];

/** @param {string} text @param {string} [manner] */
const button = (text, manner = "") =>
  element("button", { type: "button", class: `midback-button ${manner}`.trim() }, text);

/** Marks that differ in shape, so that colour is never needed.
 * @type {Record<Verdict, string>} */
const MARKS = {
  right: "M4 10.5 8.2 15 16 5.5",
  wrong: "M5 5 15 15 M15 5 5 15",
  missed: "M10 3.5 V11.5 M10 16 V16.2",
  partly: "M4 7.5 H16 M4 12.5 H10",
  neutral: "M5 10 H15",
  unanswered: "M5 10 H15",
};

/** @param {Verdict} verdict */
const mark = (verdict) => drawing(MARKS[verdict] ?? MARKS.neutral, "midback-mark");

/** @param {string} path @param {string} className */
function drawing(path, className) {
  const space = "http://www.w3.org/2000/svg";
  const picture = document.createElementNS(space, "svg");
  const line = document.createElementNS(space, "path");
  line.setAttribute("d", path);
  picture.setAttribute("viewBox", "0 0 20 20");
  picture.setAttribute("class", className);
  picture.setAttribute("aria-hidden", "true");
  picture.append(line);
  return picture;
}

/** @param {Row} row @param {string} id */
function verdictRow(row, id) {
  const label = element("strong", { class: "midback-verdict-label" }, ...adopt(row.label));
  const head = element("p", { class: "midback-verdict-head" }, mark(row.verdict), label);
  const className = `midback-verdict midback-is-${row.verdict}`;
  const text = prose(row.text, "midback-verdict-text");
  return element("div", { class: className, id }, head, ...text, ...price(row.cost));
}

/** @param {string | undefined} cost */
function price(cost) {
  if (!cost) return [];
  const label = element("strong", {}, "What it cost: ");
  const text = element("div", {}, ...adopt(cost));
  const first = text.firstElementChild;
  (first?.localName === "p" ? first : text).prepend(label);
  return [element("div", { class: "midback-prose midback-cost" }, ...text.childNodes)];
}

/** @param {Source} source */
function sourceLine({ label, url }) {
  const href = webAddress(url);
  if (!href) return element("li", {}, label);
  const hint = element("span", { class: "midback-unseen" }, " (opens in a new tab)");
  const safe = { href, target: "_blank", rel: "noopener noreferrer" };
  return element("li", {}, element("a", { class: "midback-link", ...safe }, label, hint));
}

/** What stands under the options once an answer was checked: the answer, why, and the sources.
 * @param {Feedback} feedback */
function closing({ answer, explanation, sources }) {
  /** @type {HTMLElement[]} */
  const nodes = prose(explanation ?? "", "midback-explanation");
  const label = element("strong", {}, "Answer: ");
  if (answer) nodes.unshift(element("p", { class: "midback-answer" }, label, ...adopt(answer)));
  if (!sources?.length) return nodes;
  const list = element("ul", { class: "midback-sources" }, ...sources.map(sourceLine));
  return [...nodes, element("p", { class: "midback-sources-title" }, "Sources"), list];
}

/** A picture that can be made twice as large, and what lies upon it.
 * @param {Picture} picture @param {HTMLElement[]} [upon] */
function figure({ source, alt, width }, upon = []) {
  const safe = /^data:image\/(svg\+xml|png|jpeg|gif|webp);base64,[A-Za-z0-9+/=]*$/.test(source);
  const image = element("img", { class: "midback-image", alt, draggable: "false" });
  if (safe) image.src = source;
  const sheet = element("div", { class: "midback-sheet" }, image, ...upon);
  sheet.style.maxWidth = `${Math.round(width) || 480}px`;
  const frame = element("div", { class: "midback-frame" }, sheet);
  const zoom = button("Enlarge the picture", "midback-button-quiet midback-zoom");
  zoom.addEventListener("click", () => {
    const large = frame.classList.toggle("midback-large");
    sheet.style.width = large ? `${2 * sheet.offsetWidth}px` : "";
    sheet.style.maxWidth = large ? "none" : `${Math.round(width) || 480}px`;
    zoom.textContent = large ? "Make the picture smaller" : "Enlarge the picture";
    // A part that scrolls must be reached by keyboard, too.
    for (const [name, value] of [
      ["tabindex", "0"],
      ["role", "group"],
      ["aria-label", "Enlarged picture, it can be scrolled"],
    ])
      large ? frame.setAttribute(name, value) : frame.removeAttribute(name);
  });
  return { image, sheet, node: element("div", { class: "midback-figure" }, frame, zoom) };
}

/** The change of a control that is no native one, told as a native one tells it.
 * @param {HTMLElement} control */
const tell = (control) => control.dispatchEvent(new Event("change", { bubbles: true }));

// ---------------------------------------------------------------- controls, by type of question

/** @typedef {(question: Question, view: string, picture: Picture | null) => Controls} Drawer */

/** Radio buttons or checkboxes, one full row each.
 * @param {{ options: Choice[], choose?: number | null }} question
 * @param {string} view @param {boolean} single
 * @returns {Controls} */
function boxes({ options, choose }, view, single) {
  const limit = single ? 0 : (choose ?? 0);
  const places = new Map();
  const inputs = options.map(([word, html]) => {
    const type = single ? "radio" : "checkbox";
    const control = element("input", { type, name: `midback-${view}`, value: word });
    const text = element("span", { class: "midback-option-text midback-prose" }, ...adopt(html));
    const label = element("label", { class: "midback-option" }, control, text);
    places.set(word, { box: element("div", { class: "midback-choice" }, label), control });
    return control;
  });
  const hint = element("p", { class: "midback-hint", "aria-live": "polite" });
  const rows = Array.from(places.values(), ({ box }) => box);
  const list = element("div", { class: "midback-options" }, ...rows);
  const picked = () => inputs.filter((input) => input.checked).map((input) => input.value);
  return {
    nodes: limit > 0 ? [hint, list] : [list],
    places,
    read: () => (single ? (picked()[0] ?? null) : picked()),
    show: (answer) => {
      const chosen = Array.isArray(answer) ? answer : [answer];
      for (const input of inputs) input.checked = chosen.includes(input.value);
    },
    lock: (locked) => {
      const chosen = picked().length;
      const told = `${chosen} of ${limit} chosen.`;
      // A refusal stays until the number of picks changes.
      if (!hint.textContent?.startsWith(told)) hint.textContent = told;
      for (const input of inputs) {
        const barred = locked || (limit > 0 && chosen >= limit && !input.checked);
        input.setAttribute("aria-disabled", String(barred));
      }
    },
    first: () => (single && inputs.find((input) => input.checked)) || inputs[0],
    refuse: (event) => {
      const input = inputs.find((each) => each === event.target);
      if (limit === 0 || !input?.checked || picked().length <= limit) return;
      event.preventDefault();
      hint.textContent = `${limit} of ${limit} chosen. Clear one before you choose another.`;
    },
  };
}

/** @type {Drawer} */
const choices = (question, view) => boxes(question, view, question.type === "single-best-answer");

/** Five points from “much less” to “much more”, side by side where there is room.
 * @type {Drawer} */
function scale(question, view) {
  const controls = boxes(question, view, true);
  for (const node of controls.nodes) node.classList.add("midback-scale");
  return controls;
}

/** One box to write in, with the unit where there is one.
 * @type {Drawer} */
function writing(question, view) {
  const number = question.type === "numeric";
  const [id, unitId] = [`midback-${view}-answer`, `midback-${view}-unit`];
  const label = element("label", { class: "midback-label", for: id }, "Your answer");
  const className = number ? "midback-number" : "midback-number midback-words";
  const control = element("input", { class: className, type: "text", id, autocomplete: "off" });
  const unit = element("span", { class: "midback-unit", id: unitId }, question.unit ?? "");
  if (number) {
    control.setAttribute("inputmode", "decimal");
    control.setAttribute("aria-describedby", unitId);
  } else {
    control.maxLength = 200;
    for (const name of ["autocapitalize", "autocorrect"]) control.setAttribute(name, "off");
    control.spellcheck = false;
  }
  const parts = number ? [label, control, unit] : [label, control];
  return {
    nodes: [element("div", { class: "midback-number-row" }, ...parts)],
    places: new Map(),
    typed: true,
    read: () => control.value.trim(),
    show: (answer) => {
      control.value = typeof answer === "string" ? answer : "";
    },
    lock: (locked) => {
      control.readOnly = locked;
    },
    first: () => control,
  };
}

/** The shared options as a list, then a native select for each line.
 * @type {Drawer} */
function matches(question, view) {
  const places = new Map();
  const names = new Map(question.options.map((choice) => [choice[0], words(choice)]));
  const selects = (question.stems ?? []).map(([stem, html], position) => {
    const id = `midback-${view}-stem-${position}`;
    const entries = [["", "Choose…"], ...names];
    const options = entries.map(([value, text]) => element("option", { value }, text));
    const control = element("select", { class: "midback-select", id }, ...options);
    const label = element("label", { class: "midback-vignette midback-prose", for: id });
    label.append(...adopt(html));
    const row = element("div", { class: "midback-match-row" }, label, control);
    places.set(stem, { box: element("div", { class: "midback-match" }, row), control });
    return { stem, control };
  });
  const note = question.once
    ? "Each option may be used once or not at all."
    : "Each option may be used once, more than once or not at all.";
  const items = new Map(
    question.options.map(([word, html]) => [word, element("li", {}, ...adopt(html))]),
  );
  const shared = element("ul", { class: "midback-shared" }, ...items.values());
  return {
    nodes: [
      element("p", { class: "midback-hint" }, note),
      shared,
      ...Array.from(places.values(), ({ box }) => box),
    ],
    places,
    read: () => {
      const pairs = selects.map(({ stem, control }) => [stem, control.value]);
      return Object.fromEntries(pairs.filter(([, word]) => word !== ""));
    },
    show: (answer) => {
      const pairs = new Map(Object.entries(answer ?? {}));
      for (const { stem, control } of selects) control.value = pairs.get(stem) ?? "";
    },
    lock: (locked) => {
      const used = new Set(question.once ? selects.map(({ control }) => control.value) : []);
      for (const { control } of selects) {
        control.setAttribute("aria-disabled", String(locked));
        // The keyboard reaches a select whose other options are disabled, not a disabled select.
        for (const option of control.options) {
          const elsewhere = option.value !== "" && !option.selected && used.has(option.value);
          option.disabled = (locked && !option.selected) || elsewhere;
          const name = names.get(option.value);
          const text = elsewhere ? `${name} (used)` : name;
          if (name !== undefined && option.textContent !== text) option.textContent = text ?? "";
        }
      }
      for (const [word, item] of items) item.classList.toggle("midback-used", used.has(word));
    },
    first: () => selects[0].control,
  };
}

/** A picture with its markers: a dot at each place, and a line to the button beside it.
 * @param {Picture} picture @param {Marker[]} all @param {HTMLElement[]} buttons
 * @param {HTMLElement[]} [upon] what lies upon the picture besides */
function marked(picture, all, buttons, upon = []) {
  const leaders = all.map(([, x, y]) => {
    const line = element("span", { class: "midback-leader", "aria-hidden": "true" });
    line.style.left = `${100 * x}%`;
    line.style.top = `${100 * (1 - y)}%`;
    return line;
  });
  const drawn = figure(picture, [...leaders, ...buttons, ...upon]);
  const arrange = () => {
    const { offsetWidth: width, offsetHeight: height } = drawn.sheet;
    const ways = beside(
      all.map(([, x, y]) => [x * width, (1 - y) * height]),
      width,
      height,
    );
    for (const [position, [x, y]] of ways.entries()) {
      leaders[position].style.transform = `rotate(${Math.atan2(y, x)}rad)`;
      buttons[position].style.translate = `${x}px ${y}px`;
    }
  };
  arrange();
  // The room that a page gives to the picture changes, and dots that were apart come close.
  if (typeof ResizeObserver === "function") new ResizeObserver(arrange).observe(drawn.sheet);
  return drawn;
}

/** A marker as a button on the picture, named by its number alone.
 * @param {Marker} marker @param {number} position */
function markerButton([word, x, y], position) {
  const place = { class: "midback-marker", type: "button", "aria-label": `Marker ${position + 1}` };
  const node = element("button", place, `${position + 1}`);
  node.dataset.word = word;
  node.style.left = `${100 * x}%`;
  node.style.top = `${100 * (1 - y)}%`;
  return node;
}

/** A picture with numbered markers, and below it a select for each.
 * @type {Drawer} */
function labels(question, view, picture) {
  const controls = matches(question, view, null);
  const buttons = (question.markers ?? []).map(markerButton);
  for (const node of buttons)
    node.addEventListener("click", () => {
      controls.places.get(node.dataset.word ?? "")?.control.focus();
    });
  const shown = picture ? [marked(picture, question.markers ?? [], buttons).node] : [];
  return {
    ...controls,
    nodes: [...shown, ...controls.nodes],
    explain: (feedback) => colourMarkers(buttons, feedback),
  };
}

/** @param {HTMLElement[]} buttons @param {Feedback | null} feedback */
function colourMarkers(buttons, feedback) {
  for (const node of buttons) {
    const row = feedback?.rows.find(({ word }) => word === node.dataset.word);
    for (const verdict of Object.keys(MARKS))
      node.classList.toggle(`midback-is-${verdict}`, row?.verdict === verdict);
  }
}

/** A picture with numbered markers to choose one of; pointing anywhere on it is an extra.
 * @type {Drawer} */
function markers(question, _, picture) {
  /** @type {Point | null} */
  let point = null;
  let closed = false;
  const all = question.markers ?? [];
  const buttons = all.map(markerButton);
  const cross = element("span", { class: "midback-point", "aria-hidden": "true", hidden: "" });
  const hint = element("p", { class: "midback-hint", "aria-live": "polite" });
  const nothing = { source: "", alt: "The picture is missing.", width: 480 };
  const { image, node } = marked(picture ?? nothing, all, buttons, [cross]);
  const chosen = () => all.findIndex(([, x, y]) => point?.x === x && point?.y === y);
  const refresh = () => {
    const at = chosen();
    for (const [position, each] of buttons.entries())
      each.setAttribute("aria-pressed", String(position === at));
    cross.hidden = !point || at >= 0;
    if (point) {
      cross.style.left = `${100 * point.x}%`;
      cross.style.top = `${100 * (1 - point.y)}%`;
    }
    const own = "A point of your own is chosen.";
    const told = at >= 0 ? `Marker ${at + 1} is chosen.` : point ? own : "";
    const text = told || "Choose a marker, or point at a place on the picture.";
    if (hint.textContent !== text) hint.textContent = text;
  };
  /** @param {Point} place */
  const choose = (place) => {
    if (closed) return;
    point = place;
    refresh();
    tell(hint);
  };
  for (const [position, each] of buttons.entries())
    each.addEventListener("click", () => choose({ x: all[position][1], y: all[position][2] }));
  image.addEventListener("click", (event) => {
    const { left, top, width, height } = image.getBoundingClientRect();
    /** @param {number} share */
    const tidy = (share) => Math.round(10_000 * Math.min(Math.max(share, 0), 1)) / 10_000;
    const x = tidy((event.clientX - left) / width);
    choose({ x, y: tidy(1 - (event.clientY - top) / height) });
  });
  return {
    nodes: [hint, node],
    places: new Map(),
    read: () => (point ? { ...point } : null),
    show: (answer) => {
      const place = answer && typeof answer === "object" && "x" in answer && "y" in answer;
      point = place ? { x: Number(answer.x), y: Number(answer.y) } : null;
      refresh();
    },
    lock: (locked) => {
      closed = locked;
      for (const each of buttons) each.setAttribute("aria-disabled", String(locked));
      image.classList.toggle("midback-pointable", !locked);
    },
    first: () => buttons[Math.max(chosen(), 0)] ?? image,
    explain: (feedback) => colourMarkers(buttons, feedback),
  };
}

const UP = "M4 13 10 7 16 13";
const DOWN = "M4 7 10 13 16 7";
const GRIP = "M7 4 V4.1 M13 4 V4.1 M7 10 V10.1 M13 10 V10.1 M7 16 V16.1 M13 16 V16.1";

/** @param {string} name @param {string} path */
function mover(name, path) {
  const attributes = { type: "button", class: "midback-move", "aria-label": name };
  return element("button", attributes, drawing(path, "midback-mark"));
}

/** A list whose entries move by buttons, by Alt and the arrow keys, or by dragging.
 * @type {Drawer} */
function order(question, view) {
  const published = question.options.map(([word]) => word);
  let current = [...published];
  let untouched = true;
  let closed = false;
  const places = new Map();
  const list = element("ol", { class: "midback-order" });
  const said = element("p", { class: "midback-unseen", role: "status" });
  const keep = button("Keep this order", "midback-keep");
  const hint = element("p", { class: "midback-hint", id: `midback-${view}-how` });
  hint.textContent = "Move an entry with its buttons, with Alt and the arrow keys, or by dragging.";
  const rows = new Map(
    question.options.map((choice) => {
      const [word, html] = choice;
      const name = words(choice);
      const place = element("span", { class: "midback-place" });
      const up = mover(`Move up: ${name}`, UP);
      const down = mover(`Move down: ${name}`, DOWN);
      const grip = element("span", { class: "midback-grip" }, drawing(GRIP, "midback-mark"));
      const text = element("span", { class: "midback-entry-text midback-prose" }, ...adopt(html));
      const row = element("div", { class: "midback-entry-row" }, grip, place, text, up, down);
      const box = element("li", { class: "midback-entry" }, row);
      up.addEventListener("click", () => move(word, -1, up));
      down.addEventListener("click", () => move(word, 1, down));
      box.addEventListener("keydown", (event) => {
        const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
        if (!by || !event.altKey) return;
        event.preventDefault();
        move(word, by, by < 0 ? up : down);
      });
      grip.addEventListener("pointerdown", (event) => drag(word, event));
      places.set(word, { box, control: down });
      return [word, { box, place, up, down, name }];
    }),
  );
  const arrange = () => {
    const focused = /** @type {HTMLElement | null} */ (document.activeElement);
    const boxes = current.map((word) => /** @type {HTMLElement} */ (rows.get(word)?.box));
    if (boxes.some((box, position) => list.children[position] !== box)) {
      list.replaceChildren(...boxes);
      // Moving an element takes the focus from it.
      if (focused && list.contains(focused)) focused.focus();
    }
    refresh();
  };
  const refresh = () => {
    for (const [position, word] of current.entries()) {
      const row = rows.get(word);
      if (!row) continue;
      row.place.textContent = untouched ? "" : `${position + 1}`;
      row.up.setAttribute("aria-disabled", String(closed || position === 0));
      row.down.setAttribute("aria-disabled", String(closed || position === current.length - 1));
    }
    list.classList.toggle("midback-untouched", untouched);
    keep.hidden = !untouched || closed;
  };
  /** @param {string} word @param {number} by @param {HTMLElement} focus */
  const move = (word, by, focus) => {
    const next = moved(current, word, by);
    if (closed || next.join() === current.join()) return;
    current = next;
    untouched = false;
    arrange();
    focus.focus();
    const at = `${current.indexOf(word) + 1} of ${current.length}`;
    said.textContent = `${rows.get(word)?.name}, now ${at}.`;
    tell(list);
  };
  /** @param {string} word @param {PointerEvent} event */
  const drag = (word, event) => {
    if (closed || event.button !== 0) return;
    event.preventDefault();
    const before = current.join();
    const box = /** @type {HTMLElement} */ (rows.get(word)?.box);
    box.classList.add("midback-dragged");
    // The entry itself is moved in the page, so its own events would be lost on the way.
    const dragging = new AbortController();
    const { signal } = dragging;
    /** @param {PointerEvent} now */
    const follow = (now) => {
      if (!list.isConnected) return dragging.abort();
      const others = current.filter((each) => each !== word);
      const above = others.filter((each) => {
        const other = rows.get(each)?.box.getBoundingClientRect();
        return other && now.clientY > other.top + other.height / 2;
      }).length;
      const next = [...others.slice(0, above), word, ...others.slice(above)];
      if (next.join() === current.join()) return;
      current = next;
      untouched = false;
      arrange();
    };
    const drop = () => {
      dragging.abort();
      box.classList.remove("midback-dragged");
      if (current.join() !== before) tell(list);
    };
    document.addEventListener("pointermove", follow, { signal });
    for (const end of ["pointerup", "pointercancel"])
      document.addEventListener(end, drop, { signal });
  };
  keep.addEventListener("click", () => {
    untouched = false;
    arrange();
    rows.get(current[0])?.down.focus();
    tell(list);
  });
  return {
    nodes: [hint, list, keep, said],
    places,
    read: () => (untouched ? null : [...current]),
    show: (answer) => {
      untouched = !Array.isArray(answer);
      current = Array.isArray(answer) ? [...answer] : [...published];
      arrange();
    },
    lock: (locked) => {
      closed = locked;
      hint.hidden = locked;
      refresh();
    },
    first: () => /** @type {HTMLElement} */ (rows.get(current[0])?.down),
  };
}

/** A patient in steps: those committed with what they revealed, and the one that is open.
 * @type {Drawer} */
function unfolding(question, view) {
  const timeline = element("ol", { class: "midback-timeline" });
  /** @type {Step[]} */
  let steps = [];
  /** @type {{ word: string, controls: Controls } | null} */
  let open = null;
  /** @type {Map<string, { item: HTMLElement, head: HTMLElement, rows: Map<string, HTMLElement> }>} */
  const drawn = new Map();

  /** @param {Step} step @param {number} position */
  const header = (step, position) => {
    const number = `Step ${position + 1} of ${question.total ?? steps.length}`;
    const kind = element("span", { class: "midback-step-kind" }, KINDS[step.kind] ?? step.kind);
    const id = `midback-${view}-step-${step.word}`;
    return element(
      "p",
      { class: "midback-step-head", id },
      element("strong", {}, number),
      " ",
      kind,
    );
  };
  /** @param {Step} step @param {HTMLElement} item @param {HTMLElement} head */
  const committed = (step, item, head) => {
    /** @type {Map<string, HTMLElement>} */
    const rows = new Map();
    const chosen = step.options.filter(([word]) => step.chosen?.includes(word));
    const list = element("ul", { class: "midback-done" });
    for (const [word, html] of chosen) {
      const did = element("div", { class: "midback-did midback-prose" }, ...adopt(html));
      const row = element("li", {}, did, ...prose(step.results[word] ?? "", "midback-result"));
      rows.set(word, row);
      list.append(row);
    }
    if (chosen.length === 0)
      list.append(element("li", { class: "midback-none" }, "Nothing was chosen."));
    const prompt = element("div", { class: "midback-prompt midback-prose" }, ...adopt(step.prompt));
    const label = { tabindex: "-1", role: "group", "aria-labelledby": head.id };
    const done = element("div", { class: "midback-found", ...label }, list);
    item.classList.add("midback-committed");
    item.append(...prose(step.situation, "midback-situation"), prompt, done);
    return { item, head, rows };
  };
  /** @param {Step} step @param {HTMLElement} item @param {HTMLElement} head */
  const opened = (step, item, head) => {
    const kept = open?.word === step.word ? open.controls.read() : null;
    const single = step.choose === 1;
    const controls = boxes(step, `${view}-${step.word}`, single);
    controls.show(kept);
    open = { word: step.word, controls };
    const legend = element(
      "legend",
      { class: "midback-prompt midback-prose" },
      ...adopt(step.prompt),
    );
    const field = element("fieldset", { class: "midback-field" }, legend, ...controls.nodes);
    item.append(...prose(step.situation, "midback-situation"), field);
    return { item, head, rows: new Map() };
  };
  /** @param {boolean} whole with the open step, even if nothing is chosen there */
  const response = (whole) => {
    /** @type {Commitments} */
    const done = Object.fromEntries(
      steps.filter(({ chosen }) => chosen).map(({ word, chosen }) => [word, chosen ?? []]),
    );
    if (open && (whole || picks().length > 0)) done[open.word] = picks();
    return Object.keys(done).length > 0 ? { steps: done } : null;
  };
  const picks = () => {
    const read = open?.controls.read() ?? [];
    return typeof read === "string" ? [read] : Array.isArray(read) ? read : [];
  };
  const latest = () => {
    const found = timeline.querySelectorAll("li.midback-committed > .midback-found");
    return /** @type {HTMLElement | null} */ (Array.from(found).at(-1) ?? null);
  };
  return {
    nodes: [timeline],
    places: new Map(),
    read: () => response(false),
    show: (answer) => {
      const group = answer && typeof answer === "object" && "steps" in answer ? answer.steps : {};
      const done = /** @type {Commitments} */ (group);
      open?.controls.show(done[open.word] ?? null);
    },
    lock: (locked) => open?.controls.lock(locked),
    first: () =>
      open?.controls.first() ??
      /** @type {HTMLElement} */ (
        timeline.querySelector("li:last-child .midback-found") ?? timeline
      ),
    refuse: (event) => open?.controls.refuse?.(event),
    unfolds: {
      picks,
      isOpen: () => open !== null,
      /** What is committed once the open step is, too. */
      done: () => response(true),
      /** Where the newest results stand. */
      latest,
      draw: (news) => {
        steps = news;
        const before = open;
        if (!news.some(({ word, chosen }) => !chosen && word === open?.word)) open = null;
        drawn.clear();
        const items = news.map((step, position) => {
          const head = header(step, position);
          const item = element("li", { class: "midback-step" }, head);
          drawn.set(step.word, (step.chosen ? committed : opened)(step, item, head));
          return item;
        });
        const held = timeline.contains(document.activeElement);
        timeline.replaceChildren(...items);
        if (held && before && open?.word === before.word) open.controls.first().focus();
      },
    },
    explain: (feedback) => {
      for (const { head, item } of drawn.values()) {
        head.querySelector(".midback-step-verdict")?.remove();
        for (const old of item.querySelectorAll(".midback-verdict, .midback-rest")) old.remove();
      }
      for (const { word, verdict, label } of feedback?.steps ?? []) {
        const text = element("strong", {}, ...adopt(label));
        const className = `midback-step-verdict midback-is-${verdict}`;
        drawn.get(word)?.head.append(element("span", { class: className }, mark(verdict), text));
      }
      /** @type {Map<string, HTMLElement>} */
      const rest = new Map();
      for (const row of feedback?.rows ?? []) {
        const step = drawn.get(row.step ?? "");
        if (!step) continue;
        const verdict = verdictRow(row, `midback-${view}-why-${row.step}-${row.word}`);
        const place = step.rows.get(row.word);
        if (place) {
          place.append(verdict);
          continue;
        }
        const name = element(
          "div",
          { class: "midback-did midback-prose" },
          ...adopt(row.name ?? ""),
        );
        const entry = element("li", {}, name, verdict);
        if (row.verdict === "missed") {
          entry.classList.add("midback-rest");
          step.item.querySelector(".midback-done")?.append(entry);
          continue;
        }
        if (!rest.has(row.step ?? "")) {
          const summary = element("summary", {}, "The other choices");
          const list = element("ul", { class: "midback-done" });
          const details = element("details", { class: "midback-rest" }, summary, list);
          step.item.append(details);
          rest.set(row.step ?? "", list);
        }
        rest.get(row.step ?? "")?.append(entry);
      }
    },
  };
}

/** @type {Record<Type, Drawer>} */
const CONTROLS = {
  "single-best-answer": choices,
  "multiple-response": choices,
  numeric: writing,
  "extended-matching": matches,
  matching: matches,
  ordering: order,
  "short-text": writing,
  "script-concordance": scale,
  hotspot: markers,
  labelling: labels,
  case: unfolding,
};

/** How sure the trainee is: three points, and none is chosen before the trainee chooses.
 * @param {string} view */
function certainty(view) {
  const inputs = CERTAINTIES.map(([value]) =>
    element("input", { type: "radio", name: `midback-${view}-certainty`, value }),
  );
  const labels = CERTAINTIES.map(([, text], position) =>
    element("label", { class: "midback-sure" }, inputs[position], element("span", {}, text)),
  );
  const legend = element("legend", {}, "How sure are you? (optional)");
  return {
    node: element("fieldset", { class: "midback-certainty", hidden: "" }, legend, ...labels),
    inputs,
    read: () => inputs.find((input) => input.checked)?.value ?? "",
    /** @param {string} value */
    show: (value) => {
      for (const input of inputs) input.checked = input.value === value;
    },
  };
}

// ---------------------------------------------------------------- the card

/** One view of a question: its page elements, and what it has told the kernel. */
class Card {
  /** @type {Pick | null} the newest pick, until the kernel has confirmed it */
  pending = null;
  /** Whether the kernel may still answer the newest pick in time. */
  waiting = false;
  /** @type {Action | null} what was asked for, until feedback comes or goes */
  asked = null;
  /** @type {Feedback | null} */
  feedback = null;
  /** The recorded answer and certainty, as text to compare with. */
  recorded = "";
  /** What the status says while the page shows the recorded answer. */
  kept = "";
  sequence = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  patience;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  typing;

  notice = element("p", { class: "midback-notice", role: "status" });
  headline = element("p", { class: "midback-headline", tabindex: "-1" });
  closing = element("div", { class: "midback-closing" });
  status = element("output", { "aria-live": "polite" });
  aside = element("p", { class: "midback-unseen", role: "status" });
  check = button("Check", "midback-button-main");
  commit = button("Commit this step", "midback-button-main");
  again = button("Try again", "midback-button-main");
  reveal = button("Show the answer");
  retry = button("Try saving again");
  clear = button("Clear my answer", "midback-button-quiet");

  /** @param {Model} model @param {HTMLElement} root @param {(error: unknown) => void} fail */
  constructor(model, root, fail) {
    this.model = model;
    this.root = root;
    this.fail = fail;
    this.question = model.get("question");
    this.mode = model.get("mode");
    this.view = randomName();
    const draw = CONTROLS[this.question.type];
    if (!draw) throw new Error(`it cannot show a question of type “${this.question.type}”`);
    const picture = model.get("figure") ?? null;
    this.controls = draw(this.question, this.view, picture);
    this.sure = certainty(this.view);
    this.draw(this.question.markers ? null : picture);
    this.controls.unfolds?.draw(model.get("steps") ?? []);
    this.show(model.get("response"), model.get("certainty") ?? "");
    this.onNotice();
    this.onFeedback();
    this.restore();
  }

  /** @param {Picture | null} picture */
  draw(picture) {
    const { number, stem, lead_in, concordance } = this.question;
    const kind = element("p", { class: "midback-kind" });
    if (number) kind.append(element("strong", { class: "midback-title" }, number), " ");
    kind.append(element("span", {}, task(this.question)), " ");
    kind.append(element("span", { class: `midback-mode midback-${this.mode}` }, MODES[this.mode]));
    const situation = element("div", { class: "midback-stem midback-prose" }, ...adopt(stem ?? ""));
    if (picture) situation.append(figure(picture).node);
    if (concordance) {
      const lines = concordance.map(([lead, html]) =>
        element("p", {}, element("span", {}, lead), " ", element("strong", {}, ...adopt(html))),
      );
      situation.append(element("div", { class: "midback-concordance" }, ...lines));
    }
    const legend = element("legend", { class: "midback-lead-in" }, ...adopt(lead_in));
    const field = element("fieldset", { class: "midback-field" }, legend, this.headline);
    field.append(...this.controls.nodes);
    const { check, commit, again, reveal, retry, clear, status } = this;
    const buttons = [check, commit, again, reveal, retry, clear];
    const actions = element("div", { class: "midback-actions" }, ...buttons, status);
    const sure = this.asksCertainty() ? [this.sure.node] : [];
    const parts = [kind, this.notice, situation, field, ...sure, this.closing, actions];
    this.root.prepend(...parts, this.aside);
  }

  /** Attach every listener; the returned function removes them and stops the clocks. */
  listen() {
    const listening = new AbortController();
    /** @param {EventTarget} node @param {string} type @param {(event: Event) => void} handler */
    const on = (node, type, handler) =>
      node.addEventListener(type, this.guard(handler), { signal: listening.signal });
    on(this.root, "change", () => this.chosen());
    on(this.root, "input", () => this.typed());
    on(this.root, "click", (event) => this.clicked(event));
    // Notebook 7 has shortcuts for whatever has the focus: those look at the control itself first.
    on(this.root, "focusin", ({ target }) =>
      /** @type {Element} */ (target).setAttribute("data-lm-suppress-shortcuts", "true"),
    );
    on(this.root, "keydown", (event) => this.pressed(/** @type {KeyboardEvent} */ (event)));
    on(this.root, "keyup", (event) => event.stopPropagation());
    on(this.check, "click", () => this.onCheck());
    on(this.commit, "click", () => this.onCommit());
    on(this.again, "click", () => !this.waiting && this.send("again"));
    on(this.reveal, "click", () => !this.waiting && this.send("show"));
    on(this.retry, "click", () => !this.waiting && this.send(this.pending?.action ?? "record"));
    on(this.clear, "click", () => this.onClear());
    on(window, "online", () => this.onOnline());
    /** @type {[string, () => void][]} */
    const watched = [
      ["change:receipt", this.guard(() => this.onReceipt())],
      ["change:response", this.guard(() => this.onResponse())],
      ["change:steps", this.guard(() => this.onSteps())],
      ["change:feedback", this.guard(() => this.onFeedback())],
      ["change:notice", this.guard(() => this.onNotice())],
    ];
    for (const [event, handler] of watched) this.model.on(event, handler);
    return () => {
      listening.abort();
      for (const [event, handler] of watched) this.model.off(event, handler);
      clearTimeout(this.patience);
      clearTimeout(this.typing);
    };
  }

  /** A handler whose errors are written on the card.
   * @template {unknown[]} Args
   * @param {(...args: Args) => void} handler
   * @returns {(...args: Args) => void} */
  guard(handler) {
    return (...args) => {
      try {
        handler(...args);
      } catch (error) {
        this.fail(error);
      }
    };
  }

  /** What the page shows: the answer and the certainty, as text to compare with. */
  state() {
    return JSON.stringify([this.controls.read(), this.sure.read()]);
  }

  /** A graded answer counts however sure one was, and a case is judged step by step. */
  asksCertainty() {
    return this.mode !== "graded" && !this.controls.unfolds;
  }

  /** Whether there is nothing to check, to commit or to clear. */
  empty() {
    return count(this.controls.unfolds?.picks() ?? this.controls.read()) === 0;
  }

  // ------------------------------------------------------------ what the trainee does

  /** @param {Event} event */
  clicked(event) {
    const target = /** @type {Element} */ (event.target);
    const input = target instanceof HTMLInputElement && target.type !== "text";
    if (!input && !target.closest(".midback-marker, .midback-move")) return;
    if (!this.locked()) return this.controls.refuse?.(event);
    if (input) event.preventDefault();
    if (this.feedback) this.say("advice", TO_CHANGE);
  }

  /** Keys pressed on the card are not JupyterLab's, which would also move the focus.
   * @param {KeyboardEvent} event */
  pressed(event) {
    event.stopPropagation();
    const saving = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s";
    // The browser would offer to save the web page.
    if (saving) event.preventDefault();
    if (event.target instanceof HTMLInputElement && (saving || event.key === "Enter"))
      this.chosen();
  }

  typed() {
    if (!this.controls.typed || !(document.activeElement === this.controls.first())) return;
    clearTimeout(this.typing);
    this.say("quiet", "");
    const pause = this.guard(() => this.chosen());
    this.typing = setTimeout(pause, TYPING_PAUSE);
    this.refresh();
  }

  /** The answer on the page may be new: record it if it is. */
  chosen() {
    clearTimeout(this.typing);
    this.typing = undefined;
    const shown = this.state();
    const sent = this.waiting && shown === this.told();
    if (this.locked() || sent) return;
    if (this.controls.unfolds) this.say("quiet", this.empty() ? "" : this.unfinished());
    else if (this.mode === "preview") this.say("quiet", "");
    else if (!this.pending && shown === this.recorded) this.say("saved", this.kept);
    else this.send("record");
    this.refresh();
  }

  /** What the newest pick says, as text to compare with. */
  told() {
    return JSON.stringify([this.pending?.response, this.pending?.certainty]);
  }

  unfinished() {
    const final = this.mode === "graded" ? " It cannot be taken back." : "";
    return `Not committed yet.${final}`;
  }

  onCheck() {
    if (this.locked()) return;
    if (this.empty()) this.say("advice", "Choose an answer first.");
    else this.send("check");
  }

  onCommit() {
    if (this.locked()) return;
    // To do nothing may be a decision; a slip of the finger is none.
    const insists = this.status.textContent === NOTHING_CHOSEN;
    if (this.empty() && !insists) this.say("advice", NOTHING_CHOSEN);
    else this.send("commit");
  }

  onClear() {
    if (this.locked()) return;
    this.controls.show(null);
    this.sure.show("");
    this.controls.first().focus();
    this.chosen();
  }

  /** The network is back: what the kernel has not answered may have been lost on the way. */
  onOnline() {
    if (this.pending && !this.waiting) this.send(this.pending.action);
  }

  /** Tell the kernel; nothing counts as saved until it confirms.
   * @param {Action} action */
  send(action) {
    clearTimeout(this.typing);
    clearTimeout(this.patience);
    this.typing = undefined;
    const { unfolds } = this.controls;
    const response = action === "commit" && unfolds ? unfolds.done() : this.controls.read();
    const certainty = this.sure.read();
    this.pending = { sequence: ++this.sequence, view: this.view, action, response, certainty };
    this.waiting = true;
    this.asked = action === "record" ? null : action;
    this.say("busy", SENDING[action]);
    const preview = this.mode === "preview";
    const late = this.guard(() => this.missed(preview ? NO_ANSWER : NOT_SAVED));
    this.patience = setTimeout(late, KERNEL_PATIENCE);
    this.refresh();
    try {
      this.model.set("pick", this.pending);
      this.model.save_changes();
    } catch (error) {
      this.missed(preview ? "Not checked." : "Not saved.");
      throw error;
    }
  }

  // ------------------------------------------------------------ what the kernel says

  onReceipt() {
    const receipt = this.model.get("receipt");
    const { pending } = this;
    if (!receipt || receipt.view !== this.view || receipt.sequence !== pending?.sequence) return;
    const recording = pending.action !== "again" && this.mode !== "preview";
    if (receipt.problem) this.asked = null;
    if (receipt.problem || (recording && !receipt.saved))
      return this.missed(receipt.problem || "Not saved.");
    clearTimeout(this.patience);
    this.waiting = false;
    const sent = this.told();
    this.pending = null;
    if (recording) {
      this.recorded = sent;
      this.kept = this.feedback?.shown ? SEEN : savedAt(receipt.time);
      unsaved.forget(this.question.id);
    }
    // While an answer is being written, what the page shows is not saved.
    if (this.typing === undefined) this.say("saved", this.kept);
    this.refresh();
  }

  /** Another window may have recorded another answer. */
  onResponse() {
    if (this.pending || this.typing !== undefined || this.controls.unfolds) return;
    const response = this.model.get("response");
    const news = JSON.stringify(fit(this.question, response));
    if (news === JSON.stringify(this.controls.read())) return;
    this.show(response, this.model.get("certainty") ?? "");
    this.say("saved", "Saved. Changed in another window.");
  }

  /** A step of the case was committed, here or elsewhere, or the case begins anew. */
  onSteps() {
    const { asked } = this;
    const { unfolds } = this.controls;
    if (!unfolds) return;
    const here = this.isHere();
    unfolds.draw(this.model.get("steps") ?? []);
    this.controls.explain?.(this.feedback);
    this.refresh();
    if (asked !== "commit" || this.model.get("feedback")) return;
    this.asked = null;
    if (here) (unfolds.latest() ?? this.controls.first()).focus();
  }

  /** Whether the keyboard is on this card, or nowhere. */
  isHere() {
    const focused = document.activeElement;
    return focused === document.body || this.root.contains(focused);
  }

  onFeedback() {
    const { asked } = this;
    const told = this.model.get("feedback");
    const feedback = this.mode !== "graded" && told && told.status in MARKS ? told : null;
    const here = this.isHere();
    const anew = asked === "again" && !feedback && this.feedback?.shown;
    this.feedback = feedback;
    this.asked = null;
    this.aside.textContent = "";
    this.headline.hidden = this.closing.hidden = !feedback;
    for (const { box, control } of this.controls.places.values()) {
      box.querySelector(".midback-verdict")?.remove();
      control.removeAttribute("aria-describedby");
    }
    this.controls.unfolds?.draw(this.model.get("steps") ?? []);
    if (feedback) this.explain(feedback);
    this.controls.explain?.(feedback);
    if (feedback?.shown) {
      this.kept = SEEN;
      this.say("quiet", SEEN);
    }
    if (anew) this.show(this.model.get("response"), this.model.get("certainty") ?? "");
    const wanted = asked === "check" || asked === "show" || asked === "commit";
    if (feedback && wanted && here) this.headline.focus();
    else if (feedback && wanted) this.aside.textContent = this.headline.textContent;
    this.refresh();
    if (!feedback && asked === "again" && here) this.controls.first().focus();
  }

  /** @param {Feedback} feedback */
  explain(feedback) {
    const text = element("span", {}, ...adopt(feedback.headline));
    this.headline.className = `midback-headline midback-is-${feedback.status}`;
    this.headline.replaceChildren(mark(feedback.status), text);
    const loose = [];
    for (const row of feedback.rows ?? []) {
      const place = this.controls.places.get(row.word);
      const verdict = verdictRow(row, `midback-${this.view}-why-${row.word}`);
      if (place) {
        place.box.append(verdict);
        place.control.setAttribute("aria-describedby", verdict.id);
      } else if (!row.step) {
        const name = element("div", { class: "midback-did" }, ...adopt(row.name ?? ""));
        loose.push(element("li", { class: "midback-choice" }, name, verdict));
      }
    }
    const list = loose.length ? [element("ul", { class: "midback-loose" }, ...loose)] : [];
    this.closing.replaceChildren(...list, ...closing(feedback));
  }

  onNotice() {
    this.notice.textContent = this.model.get("notice") ?? "";
    this.notice.hidden = this.notice.textContent === "";
  }

  // ------------------------------------------------------------ what the card shows

  /** The newest pick was not taken, and the trainee must know.
   * @param {string} why */
  missed(why) {
    clearTimeout(this.patience);
    this.waiting = false;
    if (this.pending && this.mode !== "preview" && this.pending.action !== "again") {
      const { response, certainty } = this.pending;
      unsaved.keep(this.question.id, { answer: response, certainty });
    }
    this.say("problem", why);
    this.refresh();
  }

  /** An answer that this tab could not save before the card was drawn anew is not lost. */
  restore() {
    const kept = this.mode === "preview" ? null : unsaved.find(this.question.id);
    if (!kept || this.feedback) return;
    const answer = fit(this.question, kept.answer);
    if (JSON.stringify([answer, kept.certainty]) === this.recorded)
      return unsaved.forget(this.question.id);
    this.controls.show(answer);
    this.sure.show(kept.certainty);
    if (this.controls.unfolds) {
      if (this.empty()) return unsaved.forget(this.question.id);
      this.say("problem", LEFT_OPEN);
      return this.refresh();
    }
    const [response, certainty] = [this.controls.read(), this.sure.read()];
    const sequence = this.sequence;
    this.pending = { sequence, view: this.view, action: "record", response, certainty };
    this.say("problem", LEFT_OVER);
    this.refresh();
  }

  /** Show a recorded answer.
   * @param {Answer} response @param {string} certainty */
  show(response, certainty) {
    const answer = fit(this.question, response);
    this.controls.show(answer);
    this.sure.show(certainty);
    this.recorded = this.state();
    const restored = count(answer) > 0 && this.mode !== "preview";
    this.kept = restored ? "Your saved answer is shown." : "";
    if (count(answer) < count(response) && !this.controls.unfolds) this.say("problem", WORD_GONE);
    else if (restored) this.say("saved", this.kept);
    else this.say("quiet", this.mode === "graded" ? "Not answered yet." : "");
    this.refresh();
  }

  /** No answer may change while its feedback is shown or on its way. */
  locked() {
    return this.feedback !== null || (this.waiting && this.pending?.action !== "record");
  }

  /** @param {"quiet" | "busy" | "saved" | "advice" | "problem"} manner @param {string} text */
  say(manner, text) {
    this.status.className = `midback-status midback-status-${manner}`;
    this.status.setAttribute("aria-live", manner === "problem" ? "assertive" : "polite");
    if (this.status.textContent !== text) this.status.textContent = text;
  }

  /** Bring buttons and locks in line with the state. */
  refresh() {
    const locked = this.locked();
    const empty = this.empty();
    const { feedback } = this;
    const { unfolds } = this.controls;
    const explained = feedback !== null;
    const waitingElsewhere = this.waiting && document.activeElement !== this.retry;
    const failed = this.pending !== null && this.pending.action !== "again" && !waitingElsewhere;
    const graded = this.mode === "graded";
    this.controls.lock(locked);
    this.root.classList.toggle("midback-locked", locked);
    this.check.setAttribute("aria-disabled", String(empty || locked));
    this.commit.setAttribute("aria-disabled", String(locked));
    for (const input of this.sure.inputs) input.setAttribute("aria-disabled", String(locked));
    this.again.textContent = unfolds ? "Start the case again" : "Try again";
    this.sure.node.hidden = empty || explained;
    this.offer(this.check, !graded && !explained && !unfolds);
    this.offer(this.commit, Boolean(unfolds?.isOpen()) && !explained);
    this.offer(this.again, explained);
    this.offer(this.reveal, Boolean(feedback?.offer));
    this.offer(this.retry, failed && this.mode !== "preview");
    this.offer(this.clear, !empty && !explained);
  }

  /** Show or hide a button without losing the keyboard's place.
   * @param {HTMLButtonElement} choice @param {boolean} wanted */
  offer(choice, wanted) {
    const focused = document.activeElement === choice;
    choice.hidden = !wanted;
    if (!wanted && focused) this.controls.first().focus();
  }
}

/** Draw one question into `el`.
 * @param {{ model: Model, el: HTMLElement, signal?: AbortSignal }} props
 * @returns {() => void} removes the card with every listener and timer */
function render({ model, el, signal }) {
  const alarm = element("p", { class: "midback-error", role: "alert", hidden: "" });
  const root = element("div", { class: "midback-card", lang: "en" }, alarm);
  root.setAttribute("data-lm-suppress-shortcuts", "true");
  root.setAttribute("data-question", model.get("question").id);
  el.append(root);
  /** @param {unknown} error */
  const fail = (error) => {
    console.error(error);
    alarm.hidden = false;
    alarm.textContent =
      `Something went wrong in this card: ${reason(error)}. ` +
      "Run the cell again; your saved answers are kept.";
  };
  let silence = () => {};
  try {
    silence = new Card(model, root, fail).listen();
  } catch (error) {
    fail(error);
  }
  const close = () => {
    signal?.removeEventListener("abort", close);
    silence();
    root.remove();
  };
  signal?.addEventListener("abort", close);
  return close;
}

export default { render };
