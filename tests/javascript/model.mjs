import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
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

/** An SVG as the kernel sends it. */
export function packed(svg) {
  const bytes = new Uint8Array(gzipSync(svg));
  return new DataView(bytes.buffer);
}

/** Waits until an image shows what it was sent. */
export async function shows(image, svg) {
  const address = `data:image/svg+xml,${encodeURIComponent(svg)}`;
  for (let turn = 0; turn < 500 && image.src !== address; turn++) {
    await new Promise((next) => setTimeout(next, 2));
  }
  assert.equal(address, image.src);
}
