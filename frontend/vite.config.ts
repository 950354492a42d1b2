import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { mockServer } from "./mock/plugin.ts";

/** The app is served by Django from `static/app/`; its template finds the hashed files in `manifest.json`. */
export default defineConfig(({ mode }) => ({
  base: "/static/app/",
  plugins: [react(), mode === "mock" ? mockServer() : null],
  build: {
    outDir: "../static/app",
    emptyOutDir: true,
    manifest: "manifest.json",
    target: "es2022",
    assetsDir: "assets",
    // The content security policy allows no data: fonts or scripts; everything is a file.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: { input: "src/main.tsx" },
  },
  server: { fs: { allow: [".."] } },
  test: {
    environment: "jsdom",
    setupFiles: ["src/testing/setup.ts"],
    css: { modules: { classNameStrategy: "non-scoped" } },
    restoreMocks: true,
  },
}));
