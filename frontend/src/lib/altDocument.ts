/** Documents that say what shall be done: `.alt`, or a Serverless Workflow. */

const LEAD = /^(?:[^\S\n]*(?:#[^\n]*|---[^\S\n]*)?\n)*/;
const YAML = /^["']?alt["']?[^\S\n]*:[^\S\n]*["']?\d[\w.]*["']?[^\S\n]*(?:#[^\n]*)?(?:\n|$)/;
const WORKFLOW = /^["']?document["']?\s*:[\s\S]{0,400}?["']?dsl["']?\s*:/;
const JSON_ALT = /^\{\s*"alt"\s*:/;
const JSON_ENDS = /^\{[\s\S]*\}\s*$/;

/** Return whether a text is such a document, as far as its first words tell: faults in it are told of later. */
export function isAltDocument(text: string): boolean {
  const begun = text.replace(LEAD, "").trimStart();
  if (!begun.startsWith("{")) return YAML.test(begun) || WORKFLOW.test(begun);
  if (JSON_ALT.test(begun)) return true;
  if (!JSON_ENDS.test(begun)) return false;
  try {
    const found: unknown = JSON.parse(begun);
    return typeof found === "object" && found !== null && ("alt" in found || isWorkflow(found));
  } catch {
    return false;
  }
}

function isWorkflow(found: object): boolean {
  const { document } = found as { document?: unknown };
  return typeof document === "object" && document !== null && "dsl" in document;
}

/** How large a file may be that is read as one: as the server takes them. */
export const MOST_OF_A_DOCUMENT = 1_000_000;
export const DOCUMENT_ENDINGS = [".alt", ".yaml", ".yml", ".json"];
