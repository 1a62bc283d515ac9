// @ts-check
/**
 * The page of a preview: it shows the cards that the server tells of, each over a small stand-in
 * for the model that a notebook gives a card.
 */

// @ts-expect-error The server gives out the card's own module under this name.
import card from "./card.js";

/** @typedef {Record<string, unknown>} Traits */
/** @typedef {{ kind: "all", title: string, problems: string[], advice: string[],
 *   questions: { id: string, traits: Traits }[] }} All */
/** @typedef {{ kind: "trait", id: string, name: string, value: unknown }} Change */

const RECONNECT_AFTER = 1000;

/** What a card asks of a notebook: traits, changes told to the other side, and news from there. */
class Model {
  /** @type {Map<string, Set<() => void>>} */
  listeners = new Map();
  /** @type {Traits} */
  changes = {};

  /** @param {Traits} traits @param {(changes: Traits) => void} send */
  constructor(traits, send) {
    this.traits = { ...traits };
    this.send = send;
  }

  /** @param {string} name */
  get(name) {
    return this.traits[name];
  }

  /** @param {string} name @param {unknown} value */
  set(name, value) {
    this.traits[name] = value;
    this.changes[name] = value;
  }

  save_changes() {
    const { changes } = this;
    this.changes = {};
    this.send(changes);
  }

  /** @param {string} event @param {() => void} callback */
  on(event, callback) {
    const known = this.listeners.get(event) ?? new Set();
    this.listeners.set(event, known.add(callback));
  }

  /** @param {string} event @param {() => void} callback */
  off(event, callback) {
    this.listeners.get(event)?.delete(callback);
  }

  /** News from the server.
   * @param {string} name @param {unknown} value */
  receive(name, value) {
    this.traits[name] = value;
    for (const callback of this.listeners.get(`change:${name}`) ?? []) callback();
  }
}

/** @type {Map<string, { model: Model, close: () => void }>} */
const shown = new Map();

/** @param {string} id */
function part(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no part “${id}”`);
  return found;
}

/** A list of sentences under a heading, or nothing.
 * @param {string} id @param {string} heading @param {string[]} sentences */
function list(id, heading, sentences) {
  const section = part(id);
  section.hidden = sentences.length === 0;
  const title = document.createElement("h2");
  title.textContent = heading;
  const items = sentences.map((sentence) => {
    const item = document.createElement("li");
    item.textContent = sentence;
    return item;
  });
  const rows = document.createElement("ul");
  rows.append(...items);
  section.replaceChildren(...(sentences.length ? [title, rows] : []));
}

/** @param {All} all @param {WebSocket} socket */
function layOut(all, socket) {
  document.title = `Preview of ${all.title}`;
  part("title").textContent = `Preview of ${all.title}`;
  part("line").textContent = "Drawn anew whenever the file is saved. Nothing is recorded.";
  list("problems", "To be mended first", all.problems);
  list("advice", "Advice on writing", all.advice);
  for (const { close } of shown.values()) close();
  shown.clear();
  part("questions").replaceChildren();
  for (const { id, traits } of all.questions) {
    const place = document.createElement("article");
    place.className = "question";
    const name = document.createElement("h2");
    name.textContent = id;
    place.append(...(all.questions.length > 1 ? [name] : []));
    part("questions").append(place);
    const model = new Model(traits, ({ pick }) => {
      if (socket.readyState !== WebSocket.OPEN) throw new Error("the preview has stopped");
      socket.send(JSON.stringify({ id, pick }));
    });
    shown.set(id, { model, close: card.render({ model, el: place }) });
  }
}

function connect() {
  const address = new URL("live", window.location.href);
  address.protocol = "ws:";
  const socket = new WebSocket(address);
  socket.addEventListener("message", ({ data }) => {
    /** @type {All | Change} */
    const message = JSON.parse(data);
    if (message.kind === "all") layOut(message, socket);
    else shown.get(message.id)?.model.receive(message.name, message.value);
  });
  socket.addEventListener("close", () => {
    part("line").textContent = "The preview has stopped. Start “midback preview” again.";
    setTimeout(connect, RECONNECT_AFTER);
  });
}

connect();
