// Style of the page's script, as .ci/run checks it: npm ci --prefix tools/map_assets, then
// tools/map_assets/node_modules/.bin/eslint -c tools/map_assets/eslint.config.mjs geomap/render/assets
import js from "@eslint/js";
import globals from "globals";

const MARKUP = ["innerHTML", "outerHTML", "insertAdjacentHTML"].map((property) => ({ property, message: "text goes in as text nodes" }));

export default [
  { ignores: ["**/leaflet.js"] },
  js.configs.recommended,
  {
    files: ["**/*.js"],
    languageOptions: { sourceType: "script", ecmaVersion: 2024, globals: { ...globals.browser, L: "readonly", geomap: "readonly" } },
    rules: {
      eqeqeq: "error", "no-var": "error", "prefer-const": "error", "no-shadow": "error", "no-eval": "error",
      "no-implied-eval": "error", "no-new-func": "error", complexity: ["error", 16], "max-lines-per-function": ["error", 400],
      "no-restricted-properties": ["error", ...MARKUP, { object: "document", property: "write" }],
    },
  },
];
