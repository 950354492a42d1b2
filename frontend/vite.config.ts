import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const BACKEND = process.env.ALTLAS_BACKEND ?? "http://127.0.0.1:8000";

/** The app is served by Django from `static/app/`; its template finds the hashed files in `manifest.json`. */
export default defineConfig({
  base: "/static/app/",
  plugins: [react()],
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
  server: {
    fs: { allow: [".."] },
    // A running server (or `npm run mock`) answers for the app under development.
    proxy: Object.fromEntries(
      ["/api", "/accounts", "/ws"].map((path) => [path, { target: BACKEND, ws: path === "/ws" }]),
    ),
  },
  test: {
    environment: "jsdom",
    setupFiles: ["src/testing/setup.ts"],
    css: { modules: { classNameStrategy: "non-scoped" } },
    restoreMocks: true,
    // A pipeline shares its machine: what fails is tried twice more there, and told of.
    retry: process.env.CI ? 2 : 0,
  },
});
