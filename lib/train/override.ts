/**
 * Settings changed from outside, `path=value`. A key that is not there is refused, and so is a value
 * of another kind: a misspelt setting must not train the experiment as it stands.
 */

/**
 * Settings with one value replaced.
 *
 * @param assignment e.g. `optimizer.learningRate=0.002`; the value is JSON, or a word as it stands
 * @throws Error that names the known keys, or the kind that the value must have
 */
export function override<T extends object>(settings: T, assignment: string): T {
  const [, path, text] = /^([\w.]+)=(.*)$/s.exec(assignment) ?? [];
  if (path === undefined || text === undefined) {
    throw new Error(`Cannot set "${assignment}": it must be NAME=VALUE, e.g. batch=64`);
  }
  return replace(settings as Record<string, unknown>, path.split("."), text, path) as T;
}

function replace(
  object: Record<string, unknown>,
  [key = "", ...rest]: readonly string[],
  text: string,
  path: string,
): Record<string, unknown> {
  if (!Object.hasOwn(object, key)) {
    const known = Object.keys(object).join(", ");
    throw new Error(`Cannot set ${path}: ${key || "it"} must be one of ${known}`);
  }
  const old = object[key];
  if (rest.length === 0) return { ...object, [key]: parseLike(old, text, path) };
  if (typeof old !== "object" || old === null || Array.isArray(old)) {
    throw new Error(`Cannot set ${path}: ${key} has no parts`);
  }
  return { ...object, [key]: replace(old as Record<string, unknown>, rest, text, path) };
}

/** A value of the kind of the old one; null may become a number and a number null. */
function parseLike(old: unknown, text: string, path: string): unknown {
  let value: unknown = text;
  try {
    value = JSON.parse(text);
  } catch {
    // A word without quotes.
  }
  const kind = (v: unknown) => v === null ? "number" : Array.isArray(v) ? "list" : typeof v;
  if (kind(value) !== kind(old)) {
    throw new Error(
      `Cannot set ${path}: it must be ${article(kind(old))} like ${
        JSON.stringify(old)
      }, but is ${text}`,
    );
  }
  // A schedule is one of two kinds with keys of their own; they are checked with its limits.
  if (kind(value) === "object" && path !== "schedule") {
    const parts = Object.keys(old as object).map((part) => `${path}.${part}`).join(", ");
    throw new Error(`Cannot set ${path} as a whole: set one of ${parts}`);
  }
  return value;
}

function article(kind: string): string {
  return `${kind === "object" ? "an" : "a"} ${kind}`;
}
