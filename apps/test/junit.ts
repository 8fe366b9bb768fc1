/** Counts the tests in the JUnit report that `deno test` writes. */

export interface TestCounts {
  readonly passed: number;
  /** Names of failed and skipped tests. */
  readonly failed: readonly string[];
  readonly skipped: readonly string[];
}

const entities: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
};

function decode(text: string): string {
  return text
    .replace(
      /&#(x?)([0-9a-fA-F]+);/g,
      (_, hex: string, code: string) => String.fromCodePoint(parseInt(code, hex === "" ? 10 : 16)),
    )
    .replace(/&(amp|lt|gt|quot|apos);/g, (whole, name: string) => entities[name] ?? whole);
}

/**
 * A step inside a test, `test > step` in the report, counts only when it was skipped: it is part of
 * its test, and a failed one fails its test.
 */
export function parseJunit(xml: string): TestCounts {
  let passed = 0;
  const failed: string[] = [];
  const skipped: string[] = [];
  for (const suite of xml.split("<testsuite ").slice(1)) {
    const names = new Set<string>();
    for (const block of suite.split("<testcase ").slice(1)) {
      const name = decode(/^name="([^"]*)"/.exec(block)?.[1] ?? "");
      const parts = name.split(" > ");
      const isStep = parts.some((_, index) =>
        index > 0 && names.has(parts.slice(0, index).join(" > "))
      );
      names.add(name);
      if (/<skipped\b/.test(block)) skipped.push(name);
      else if (isStep) continue;
      else if (/<(?:failure|error)\b/.test(block)) failed.push(name);
      else passed++;
    }
  }
  return { passed, failed, skipped };
}
