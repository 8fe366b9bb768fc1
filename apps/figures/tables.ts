/**
 * Tables inside a Markdown file: what stands between `<!-- table:NAME -->` and
 * `<!-- /table:NAME -->` is written anew, so a README cannot show other numbers than the figures.
 */

/**
 * Fills the marked places. A place whose table is not there yet keeps what it says.
 *
 * @param text the Markdown file
 * @param tables Markdown tables by name
 * @param known names that may be marked
 * @throws Error when a mark names no table, or its end does not follow
 */
export function fillTables(
  text: string,
  tables: ReadonlyMap<string, string>,
  known: readonly string[],
): string {
  // split() does not cut at the very beginning, so something stands before it.
  const [head = "", ...parts] = ("\n" + text).split(/(?=<!-- table:[^\n]*? -->)/);
  const filled = parts.map((part) => {
    const name = /^<!-- table:(.*?) -->/.exec(part)![1]!;
    if (!known.includes(name)) {
      throw new Error(
        `Cannot fill the tables: ${name} is marked, but must be one of ${known.join(", ")}`,
      );
    }
    const end = `<!-- /table:${name} -->`;
    const at = part.indexOf(end);
    if (at < 0) {
      throw new Error(`Cannot fill the tables: ${end} must follow its start, but does not`);
    }
    const table = tables.get(name);
    return table === undefined ? part : `<!-- table:${name} -->\n\n${table}\n${part.slice(at)}`;
  });
  return (head + filled.join("")).slice(1);
}
