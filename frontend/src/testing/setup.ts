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

beforeEach(() => {
  localStorage.clear();
  startI18n("en");
});

afterEach(() => {
  cleanup();
});
