import { cleanup, configure } from "@testing-library/react";
import { afterEach, beforeEach } from "vitest";
import { startI18n } from "../i18n";

// What is loaded when it is first shown takes more than the one second that is waited by default on a busy machine.
configure({ asyncUtilTimeout: 4000 });

// What jsdom has not and the app takes for granted.
globalThis.ResizeObserver ??= class {
  observe() {}
  unobserve() {}
  disconnect() {}
};

// A frame comes before the next key that a test presses: in jsdom it may come 16 ms later, and a dialog that takes the
// focus then takes half a word that is being typed on a busy machine.
globalThis.requestAnimationFrame = (run) => Number(setTimeout(() => run(performance.now()), 0));
globalThis.cancelAnimationFrame = (id) => clearTimeout(id);

beforeEach(() => {
  localStorage.clear();
  startI18n("en");
});

afterEach(() => {
  cleanup();
});
