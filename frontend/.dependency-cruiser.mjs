/** Imports point one way: lib ← i18n ← ui ← api, sync ← features ← app. Features do not know each other. */

const layers = ["lib", "i18n", "ui", "api", "sync", "features", "app"];

/** What each layer may import besides itself. `api` lends its types (not its calls) to everything above `lib`. */
const allowed = {
  lib: [],
  i18n: ["lib"],
  ui: ["lib", "i18n"],
  api: ["lib"],
  sync: ["lib", "i18n", "api"],
  features: ["lib", "i18n", "ui", "api", "sync"],
  app: ["lib", "i18n", "ui", "api", "sync", "features"],
};

const forbidden = layers.map((layer) => ({
  name: `${layer}-imports-only-below`,
  severity: "error",
  from: { path: `^src/${layer}/` },
  to: { path: "^src/", pathNot: `^src/(${[layer, ...allowed[layer], "testing"].join("|")})/` },
}));

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    ...forbidden,
    {
      name: "features-do-not-import-each-other",
      severity: "error",
      from: { path: "^src/features/([^/]+)/" },
      to: { path: "^src/features/", pathNot: "^src/features/$1/" },
    },
    { name: "no-circular", severity: "error", from: {}, to: { circular: true } },
    { name: "no-unresolved", severity: "error", from: {}, to: { couldNotResolve: true } },
    {
      name: "tests-stay-out-of-the-bundle",
      severity: "error",
      from: { path: "^src/", pathNot: "(\\.test\\.tsx?$|^src/testing/)" },
      to: { path: "(^src/testing/|\\.test\\.tsx?$)" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsConfig: { fileName: "tsconfig.app.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "types", "default"] },
  },
};
