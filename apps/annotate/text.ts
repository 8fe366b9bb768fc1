/**
 * Text as masks for drawing: set in the figures' font, so that it looks the same on every system,
 * and kept, as a video shows the same words again and again.
 */
import { Resvg } from "@resvg/resvg-js";
import { fontFiles } from "lib/figures/png.ts";
import { FONT_FAMILY } from "lib/figures/style.ts";
import { textWidth } from "lib/figures/text.ts";
import type { Mask } from "./draw.ts";

export type Weight = "regular" | "bold";

/** Masks kept at most; a longer video then draws some anew. */
const KEPT = 1000;
const masks = new Map<string, Mask>();

/** The mask of one line, as high as `lineHeight(size)`, the baseline at the same height in each. */
export function textMask(content: string, size: number, weight: Weight = "regular"): Mask {
  const key = `${size} ${weight} ${content}`;
  let mask = masks.get(key);
  if (mask === undefined) {
    mask = draw(content, size, weight);
    if (masks.size >= KEPT) masks.clear();
    masks.set(key, mask);
  }
  return mask;
}

/** Height of a line of this size, in pixels. */
export function lineHeight(size: number): number {
  return Math.ceil(size * 1.25);
}

function draw(content: string, size: number, weight: Weight): Mask {
  const width = Math.max(1, Math.ceil(textWidth(content, size, weight)) + 1);
  const height = lineHeight(size);
  const escaped = content.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">` +
    `<text x="0" y="${size * 0.96}" font-family="${FONT_FAMILY}" font-size="${size}" ` +
    `font-weight="${weight === "bold" ? 600 : 400}" fill="#fff">${escaped}</text></svg>`;
  const { pixels } = new Resvg(svg, {
    font: {
      fontFiles: fontFiles(),
      loadSystemFonts: false,
      defaultFontFamily: "IBM Plex Sans",
    },
  }).render();
  // White text on nothing: the alpha is the mask.
  const values = Uint8Array.from({ length: width * height }, (_, i) => pixels[4 * i + 3]!);
  return { width, height, values };
}
