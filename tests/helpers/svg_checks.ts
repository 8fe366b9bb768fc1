/**
 * What can be checked of a figure without looking: that no label is cut off by the edge, none lies
 * on another, none is too small to print, and no number is missing. And a snapshot, to see changes.
 */
import assert from "node:assert/strict";
import { parseHTML } from "linkedom";
import { SIZES } from "../../lib/figures/style.ts";
import { textWidth } from "../../lib/figures/text.ts";

interface Box {
  readonly content: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Where every text of an SVG lies, by the font's own widths. */
export function textBoxes(svg: string): Box[] {
  const { document } = parseHTML(`<body>${svg}</body>`);
  return [...document.querySelectorAll("text")].map((node) => {
    const size = Number(node.getAttribute("font-size"));
    const bold = node.getAttribute("font-weight") === "600";
    const content = node.textContent ?? "";
    const width = textWidth(content, size, bold ? "bold" : "regular");
    const anchor = node.getAttribute("text-anchor");
    const before = anchor === "middle" ? width / 2 : anchor === "end" ? width : 0;
    // The ink of capitals and of letters below the line.
    const [up, down] = [0.72 * size, 0.22 * size];
    const [x, y] = [Number(node.getAttribute("x")), Number(node.getAttribute("y"))];
    const turn = /rotate\((-?[\d.]+)/.exec(node.getAttribute("transform") ?? "")?.[1];
    const angle = Number(turn ?? 0) * Math.PI / 180;
    const corners = [[-before, -up], [width - before, -up], [-before, down], [width - before, down]]
      .map(([dx, dy]) => [
        x + dx! * Math.cos(angle) - dy! * Math.sin(angle),
        y + dx! * Math.sin(angle) + dy! * Math.cos(angle),
      ]);
    let [moveX, moveY] = [0, 0];
    for (let parent = node.parentElement; parent; parent = parent.parentElement) {
      const move = /translate\((-?[\d.]+) (-?[\d.]+)\)/.exec(
        parent.getAttribute("transform") ?? "",
      );
      moveX += Number(move?.[1] ?? 0);
      moveY += Number(move?.[2] ?? 0);
    }
    const xs = corners.map(([cx]) => cx! + moveX);
    const ys = corners.map(([, cy]) => cy! + moveY);
    return {
      content,
      left: Math.min(...xs),
      right: Math.max(...xs),
      top: Math.min(...ys),
      bottom: Math.max(...ys),
    };
  });
}

/** Fails when a reader could not read a label, or would read NaN. */
export function assertReadable(svg: string): void {
  assert.doesNotMatch(svg, /NaN|undefined|null|Infinity/);
  const [, width, height] = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(svg)!.map(Number);
  for (const [, size] of svg.matchAll(/font-size="([\d.]+)"/g)) {
    assert.ok(Number(size) >= SIZES.tiny, `a text of ${size} px is too small to print`);
  }
  const boxes = textBoxes(svg);
  assert.ok(boxes.length > 0, "the figure must hold text");
  for (const box of boxes) {
    const inside = box.left >= 0 && box.right <= width! && box.top >= 0 && box.bottom <= height!;
    assert.ok(
      inside,
      `“${box.content}” is cut off: ${JSON.stringify(box)} in ${width} × ${height}`,
    );
  }
  boxes.forEach((a, i) =>
    boxes.slice(i + 1).forEach((b) => {
      const overlap = Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 &&
        Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
      assert.ok(!overlap, `“${a.content}” and “${b.content}” lie on each other`);
    })
  );
}

/**
 * Compares a figure with `tests/figures/snapshots/<name>.svg`. Numbers are rounded to a tenth and
 * pictures stand as their length. With UPDATE_SNAPSHOTS set, writes it instead: look at it then.
 */
export function assertSnapshot(name: string, svg: string): void {
  const path = new URL(`../figures/snapshots/${name}.svg`, import.meta.url);
  const text = normalise(svg);
  if (Deno.env.get("UPDATE_SNAPSHOTS")) {
    Deno.writeTextFileSync(path, text);
    return;
  }
  assert.equal(text, Deno.readTextFileSync(path), `${name} differs from its snapshot`);
}

function normalise(svg: string): string {
  return svg
    .replaceAll(/base64,([\w+/=]+)/g, (_, data: string) => `base64,(${data.length} signs)`)
    .replaceAll(/-?\d+\.\d+/g, (number) => String(Math.round(Number(number) * 10) / 10));
}
