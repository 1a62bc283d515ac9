// @ts-check
/**
 * One question on a card: it draws what the kernel sends and reports what the trainee picks.
 *
 * The card knows no answers and no marks. It says “Saved” only once the kernel has confirmed the
 * newest pick of this view, and whatever goes wrong is written on the card.
 */

/** @typedef {"single-best-answer" | "multiple-response" | "numeric" | "extended-matching"} Type */
/** @typedef {"practice" | "graded" | "preview"} Mode */
/** @typedef {"record" | "check" | "again"} Action */
/** @typedef {"right" | "wrong" | "missed" | "neutral" | "partly" | "unanswered"} Verdict */
/** @typedef {[word: string, text: string]} Pair */
/** @typedef {string | string[] | Record<string, string> | null} Answer */
/**
 * @typedef {{ id: string, type: Type, stem: string, lead_in: string, options: Pair[],
 *   stems?: Pair[], unit?: string, choose?: number | null, number?: string }} Question
 * @typedef {{ sequence: number, view: string, action: Action, response: Answer }} Pick
 * @typedef {{ sequence: number, view: string, saved: boolean, time: string,
 *   problem: string }} Receipt
 * @typedef {{ word: string, verdict: Verdict, label: string, text: string }} Row
 * @typedef {{ label: string, url: string }} Source
 * @typedef {{ status: Verdict, headline: string, rows: Row[], answer: string,
 *   explanation: string, sources: Source[] }} Feedback
 * @typedef {{ question: Question, mode: Mode, response: Answer, pick: Pick,
 *   receipt: Receipt | null, feedback: Feedback | null, notice: string }} Traits
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
 */

const KERNEL_PATIENCE = 3000;
const TYPING_PAUSE = 600;
const RESTART =
  "If another cell is running, wait for it to finish; " +
  "otherwise choose Kernel ▸ Restart Kernel, then run this cell again";
const NO_ANSWER = `The notebook's kernel has not answered. ${RESTART}.`;
const NOT_SAVED =
  "Not saved yet. The notebook's kernel has not answered. Your answer is still on this page. " +
  `${RESTART} and choose your answer once more.`;
const WORD_GONE = "Part of your saved answer is no longer among the options. Please choose again.";
const MODES = { practice: "Practice", graded: "Graded", preview: "Preview, nothing is recorded" };

// ---------------------------------------------------------------- without the page

/** Paragraphs are parted by blank lines; a single line break is only a space.
 * @param {string} text */
export function paragraphs(text) {
  const parts = text.split(/\n\s*\n/).map((part) => part.replace(/\s+/g, " ").trim());
  return parts.filter((part) => part !== "");
}

/** What the trainee is asked to do, in words.
 * @param {Question} question */
export function task({ type, choose }) {
  return {
    "single-best-answer": "Choose one",
    "multiple-response": choose ? `Choose ${choose}` : "Choose all that apply",
    numeric: "Write a number",
    "extended-matching": "Match each",
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
  if (type === "numeric") return typeof answer === "string" ? answer.trim() : "";
  if (type === "single-best-answer")
    return typeof answer === "string" && words.includes(answer) ? answer : null;
  if (type === "multiple-response")
    return Array.isArray(answer) ? words.filter((word) => answer.includes(word)) : [];
  const given = new Map(Object.entries(answer ?? {}));
  const pairs = (stems ?? []).map(([stem]) => [stem, given.get(stem) ?? ""]);
  return Object.fromEntries(pairs.filter(([, word]) => words.includes(word)));
}

/** “Saved 14:32” in the reader's own time zone.
 * @param {string} time ISO 8601, or "" */
export function savedAt(time) {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return "Saved";
  const [hours, minutes] = [date.getHours(), date.getMinutes()].map((n) => `${n}`.padStart(2, "0"));
  return `Saved ${hours}:${minutes}`;
}

/** The address if it is one of the web, else "": a link must not run anything.
 * @param {string} url */
export function webAddress(url) {
  try {
    const { protocol, href } = new URL(url);
    return ["http:", "https:"].includes(protocol) ? href : "";
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

/** @param {string} text @param {string} className */
const prose = (text, className) =>
  paragraphs(text).map((part) => element("p", { class: className }, part));

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
function mark(verdict) {
  const space = "http://www.w3.org/2000/svg";
  const picture = document.createElementNS(space, "svg");
  const line = document.createElementNS(space, "path");
  line.setAttribute("d", MARKS[verdict] ?? MARKS.neutral);
  picture.setAttribute("viewBox", "0 0 20 20");
  picture.setAttribute("class", "midback-mark");
  picture.setAttribute("aria-hidden", "true");
  picture.append(line);
  return picture;
}

/** @param {Row} row @param {string} id */
function verdictRow(row, id) {
  const label = element("strong", { class: "midback-verdict-label" }, row.label);
  const head = element("p", { class: "midback-verdict-head" }, mark(row.verdict), label);
  const className = `midback-verdict midback-is-${row.verdict}`;
  return element("div", { class: className, id }, head, ...prose(row.text, "midback-verdict-text"));
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
  const nodes = prose(explanation ?? "", "midback-explanation");
  const label = element("strong", {}, "Answer: ");
  if (answer) nodes.unshift(element("p", { class: "midback-answer" }, label, answer));
  if (!sources?.length) return nodes;
  const list = element("ul", { class: "midback-sources" }, ...sources.map(sourceLine));
  return [...nodes, element("p", { class: "midback-sources-title" }, "Sources"), list];
}

/** Radio buttons or checkboxes, one full row each.
 * @param {Question} question @param {string} view
 * @returns {Controls} */
function choices(question, view) {
  const single = question.type === "single-best-answer";
  const limit = question.choose ?? 0;
  const places = new Map();
  const inputs = question.options.map(([word, text]) => {
    const type = single ? "radio" : "checkbox";
    const control = element("input", { type, name: `midback-${view}`, value: word });
    const words = element("span", { class: "midback-option-text" }, text);
    const label = element("label", { class: "midback-option" }, control, words);
    places.set(word, { box: element("div", { class: "midback-choice" }, label), control });
    return control;
  });
  const hint = element("p", { class: "midback-hint", "aria-live": "polite" });
  const boxes = Array.from(places.values(), ({ box }) => box);
  const list = element("div", { class: "midback-options" }, ...boxes);
  const picked = () => inputs.filter((input) => input.checked).map((input) => input.value);
  return {
    nodes: limit > 0 ? [hint, list] : [list],
    places,
    read: () => (single ? (picked()[0] ?? null) : picked()),
    show: (answer) => {
      const words = Array.isArray(answer) ? answer : [answer];
      for (const input of inputs) input.checked = words.includes(input.value);
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

/** One box for a number, with its unit.
 * @param {Question} question @param {string} view
 * @returns {Controls} */
function numberBox(question, view) {
  const [id, unitId] = [`midback-${view}-number`, `midback-${view}-unit`];
  const label = element("label", { class: "midback-label", for: id }, "Your answer");
  const control = element("input", { class: "midback-number", type: "text", id });
  const habits = { inputmode: "decimal", autocomplete: "off", "aria-describedby": unitId };
  for (const [name, value] of Object.entries(habits)) control.setAttribute(name, value);
  const unit = element("span", { class: "midback-unit", id: unitId }, question.unit ?? "");
  return {
    nodes: [element("div", { class: "midback-number-row" }, label, control, unit)],
    places: new Map(),
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

/** The shared options as a list, then a native select for each vignette.
 * @param {Question} question @param {string} view
 * @returns {Controls} */
function matches(question, view) {
  const places = new Map();
  const selects = (question.stems ?? []).map(([stem, text], position) => {
    const id = `midback-${view}-stem-${position}`;
    const entries = [["", "Choose…"], ...question.options];
    const options = entries.map(([value, words]) => element("option", { value }, words));
    const control = element("select", { class: "midback-select", id }, ...options);
    const label = element("label", { class: "midback-vignette", for: id }, text);
    const row = element("div", { class: "midback-match-row" }, label, control);
    places.set(stem, { box: element("div", { class: "midback-match" }, row), control });
    return { stem, control };
  });
  const note = "Each option may be used once, more than once or not at all.";
  const items = question.options.map(([, text]) => element("li", {}, text));
  return {
    nodes: [
      element("p", { class: "midback-hint" }, note),
      element("ul", { class: "midback-shared" }, ...items),
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
      for (const { control } of selects) {
        control.setAttribute("aria-disabled", String(locked));
        // The keyboard reaches a select whose other options are disabled, not a disabled select.
        for (const option of control.options) option.disabled = locked && !option.selected;
      }
    },
    first: () => selects[0].control,
  };
}

/** @type {Record<Type, (question: Question, view: string) => Controls>} */
const CONTROLS = {
  "single-best-answer": choices,
  "multiple-response": choices,
  numeric: numberBox,
  "extended-matching": matches,
};

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
  /** The recorded answer, as text to compare with. */
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
  again = button("Try again", "midback-button-main");
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
    this.controls = draw(this.question, this.view);
    this.draw();
    this.show(model.get("response"));
    this.onNotice();
    this.onFeedback();
  }

  draw() {
    const { number, stem, lead_in } = this.question;
    const kind = element("p", { class: "midback-kind" });
    if (number) kind.append(element("strong", { class: "midback-title" }, number), " ");
    kind.append(element("span", {}, task(this.question)), " ");
    kind.append(element("span", { class: `midback-mode midback-${this.mode}` }, MODES[this.mode]));
    const situation = element("div", { class: "midback-stem" }, ...prose(stem ?? "", ""));
    const legend = element("legend", { class: "midback-lead-in" }, paragraphs(lead_in).join(" "));
    const field = element("fieldset", { class: "midback-field" }, legend, this.headline);
    field.append(...this.controls.nodes);
    const buttons = [this.check, this.again, this.retry, this.clear];
    const actions = element("div", { class: "midback-actions" }, ...buttons, this.status);
    this.root.prepend(kind, this.notice, situation, field, this.closing, actions, this.aside);
  }

  /** Attach every listener; the returned function removes them and stops the clocks. */
  listen() {
    const listening = new AbortController();
    /** @param {HTMLElement} node @param {string} type @param {(event: Event) => void} handler */
    const on = (node, type, handler) =>
      node.addEventListener(type, this.guard(handler), { signal: listening.signal });
    on(this.root, "change", () => this.chosen());
    on(this.root, "input", () => this.typed());
    on(this.root, "click", (event) => this.clicked(event));
    on(this.root, "keydown", (event) => this.pressed(/** @type {KeyboardEvent} */ (event)));
    on(this.root, "keyup", (event) => event.stopPropagation());
    on(this.check, "click", () => this.onCheck());
    on(this.again, "click", () => !this.waiting && this.send("again"));
    on(this.retry, "click", () => !this.waiting && this.send(this.pending?.action ?? "record"));
    on(this.clear, "click", () => this.onClear());
    /** @type {[string, () => void][]} */
    const watched = [
      ["change:receipt", this.guard(() => this.onReceipt())],
      ["change:response", this.guard(() => this.onResponse())],
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

  // ------------------------------------------------------------ what the trainee does

  /** @param {Event} event */
  clicked(event) {
    const input = event.target instanceof HTMLInputElement && event.target.type !== "text";
    if (!input) return;
    if (!this.locked()) return this.controls.refuse?.(event);
    event.preventDefault();
    if (this.feedback) this.say("advice", "Choose “Try again” to change your answer.");
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
    if (this.question.type !== "numeric") return;
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
    const shown = JSON.stringify(this.controls.read());
    const sent = this.waiting && shown === JSON.stringify(this.pending?.response);
    if (this.locked() || sent) return;
    if (this.mode === "preview") this.say("quiet", "");
    else if (!this.pending && shown === this.recorded) this.say("saved", this.kept);
    else this.send("record");
    this.refresh();
  }

  onCheck() {
    if (this.locked()) return;
    if (count(this.controls.read()) === 0) this.say("advice", "Choose an answer first.");
    else this.send("check");
  }

  onClear() {
    if (this.locked()) return;
    this.controls.show(null);
    this.controls.first().focus();
    this.chosen();
  }

  /** Tell the kernel; nothing counts as saved until it confirms.
   * @param {Action} action */
  send(action) {
    clearTimeout(this.typing);
    clearTimeout(this.patience);
    this.typing = undefined;
    const response = this.controls.read();
    this.pending = { sequence: ++this.sequence, view: this.view, action, response };
    this.waiting = true;
    this.asked = action === "record" ? null : action;
    this.say("busy", { record: "Saving…", check: "Checking…", again: "One moment…" }[action]);
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
    this.pending = null;
    if (recording) {
      this.recorded = JSON.stringify(pending.response);
      this.kept = savedAt(receipt.time);
    }
    // While a number is being typed, what the page shows is not saved.
    if (this.typing === undefined) this.say("saved", this.kept);
    this.refresh();
  }

  /** Another window may have recorded another answer. */
  onResponse() {
    if (this.pending || this.typing !== undefined) return;
    const response = this.model.get("response");
    const news = JSON.stringify(fit(this.question, response));
    if (news === JSON.stringify(this.controls.read())) return;
    this.show(response);
    this.say("saved", "Saved. Changed in another window.");
  }

  onFeedback() {
    const { asked } = this;
    const told = this.model.get("feedback");
    const feedback = this.mode !== "graded" && told && told.status in MARKS ? told : null;
    const focused = document.activeElement;
    const here = focused === document.body || this.root.contains(focused);
    this.feedback = feedback;
    this.asked = null;
    this.aside.textContent = "";
    this.headline.hidden = this.closing.hidden = !feedback;
    for (const { box, control } of this.controls.places.values()) {
      box.querySelector(".midback-verdict")?.remove();
      control.removeAttribute("aria-describedby");
    }
    if (feedback) this.explain(feedback);
    if (feedback && asked === "check" && here) this.headline.focus();
    else if (feedback && asked === "check") this.aside.textContent = feedback.headline;
    this.refresh();
    if (!feedback && asked === "again" && here) this.controls.first().focus();
  }

  /** @param {Feedback} feedback */
  explain(feedback) {
    this.headline.className = `midback-headline midback-is-${feedback.status}`;
    this.headline.replaceChildren(mark(feedback.status), element("span", {}, feedback.headline));
    this.closing.replaceChildren(...closing(feedback));
    for (const row of feedback.rows ?? []) {
      const place = this.controls.places.get(row.word);
      const id = `midback-${this.view}-why-${row.word}`;
      place?.box.append(verdictRow(row, id));
      place?.control.setAttribute("aria-describedby", id);
    }
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
    this.say("problem", why);
    this.refresh();
  }

  /** Show a recorded answer.
   * @param {Answer} response */
  show(response) {
    const answer = fit(this.question, response);
    this.controls.show(answer);
    this.recorded = JSON.stringify(answer);
    const restored = count(answer) > 0 && this.mode !== "preview";
    this.kept = restored ? "Your saved answer is shown." : "";
    if (count(answer) < count(response)) this.say("problem", WORD_GONE);
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
    const empty = count(this.controls.read()) === 0;
    const explained = this.feedback !== null;
    const waitingElsewhere = this.waiting && document.activeElement !== this.retry;
    const failed = this.pending !== null && this.pending.action !== "again" && !waitingElsewhere;
    this.controls.lock(locked);
    this.root.classList.toggle("midback-locked", locked);
    this.check.setAttribute("aria-disabled", String(empty || locked));
    this.offer(this.check, this.mode !== "graded" && !explained);
    this.offer(this.again, explained);
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
