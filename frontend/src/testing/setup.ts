import { cleanup } from "@testing-library/react";
import { afterEach, beforeEach } from "vitest";
import { startI18n } from "../i18n";

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
