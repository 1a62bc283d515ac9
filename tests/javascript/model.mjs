import { JSDOM } from "jsdom";

/** A page for the widgets of the figures: they find `document` where a browser has it. */
export const window = new JSDOM("<!doctype html><body></body>").window;
globalThis.document = window.document;

/** A model as anywidget gives it, over some state; `tell` changes traits and says so. */
export function model(state) {
  const handlers = new Set();
  return {
    saved: 0,
    get: (key) => state[key],
    set: (key, value) => {
      state[key] = value;
    },
    save_changes() {
      this.saved += 1;
    },
    on: (_event, handler) => handlers.add(handler),
    off: (_event, handler) => handlers.delete(handler),
    tell(changes = {}) {
      Object.assign(state, changes);
      for (const handler of handlers) handler();
    },
    listeners: () => handlers.size,
  };
}
