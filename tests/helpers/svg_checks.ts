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

/** An attribute of an element or, as SVG inherits them, of what it stands in. */
function inherited(node: Element, name: string): string | null {
  for (let at: Element | null = node; at; at = at.parentElement) {
    const value = at.getAttribute(name);
    if (value !== null) return value;
  }
  return null;
}

/** The numbers of one part of an element's `transform`, e.g. of `translate`. */
function transformation(node: Element, name: string): number[] {
  const part = new RegExp(`${name}\\(([^)]*)\\)`).exec(node.getAttribute("transform") ?? "")?.[1];
  return part?.split(/[ ,]+/).map(Number) ?? [];
}

/** Where every text of an SVG lies, by the font's own widths. */
export function textBoxes(svg: string): Box[] {
  const { document } = parseHTML(`<body>${svg}</body>`);
  const nodes = [...document.querySelectorAll("text")] as unknown as Element[];
  return nodes.map((node) => {
    const size = Number(inherited(node, "font-size"));
    const bold = inherited(node, "font-weight") === "600";
    const content = node.textContent ?? "";
    const width = textWidth(content, size, bold ? "bold" : "regular");
    const anchor = inherited(node, "text-anchor");
    const before = anchor === "middle" ? width / 2 : anchor === "end" ? width : 0;
    const place = (name: string) => {
      const value = node.getAttribute(name) ?? "0";
      return value.endsWith("em") ? Number.parseFloat(value) * size : Number(value);
    };
    const [x, y] = [place("x"), place("y")];
    // The ink of capitals and of letters below the line.
    const [up, down] = [0.72 * size, 0.22 * size];
    // Rotation is around the origin unless it names another centre.
    const [turn = 0, centreX = 0, centreY = 0] = transformation(node, "rotate");
    const angle = turn * Math.PI / 180;
    const corners = [[-before, -up], [width - before, -up], [-before, down], [width - before, down]]
      .map(([dx, dy]) => [x + dx! - centreX, y + dy! - centreY])
      .map(([dx, dy]) => [
        centreX + dx! * Math.cos(angle) - dy! * Math.sin(angle),
        centreY + dx! * Math.sin(angle) + dy! * Math.cos(angle),
      ]);
    let [moveX, moveY] = [0, 0];
    for (let at: Element | null = node; at; at = at.parentElement) {
      const [dx = 0, dy = 0] = transformation(at, "translate");
      moveX += dx;
      moveY += dy;
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
