/**
 * What all figures share around their drawing: a title that says what is to be seen, and a caption
 * with the number of pictures, the split, the budget and the seed, inside the picture, so that it
 * goes wherever the picture goes.
 */
import { COLOURS, SIZES } from "./style.ts";
import { document, group, text } from "./svg.ts";
import { wrap } from "./text.ts";

export interface Frame {
  /** Whole width; the drawing is narrower by twice the margin. */
  readonly width: number;
  readonly title: string;
  readonly caption: string;
}

/** A drawing from (0, 0) down to `height`. */
export interface Drawing {
  readonly height: number;
  readonly svg: string;
}

const LINE = 1.4;

/** Width that is left for the drawing. */
export function innerWidth(width: number): number {
  return width - 2 * SIZES.margin;
}

/** Puts a drawing between its title and its caption. */
export function frame({ width, title, caption }: Frame, drawing: Drawing): string {
  const inner = innerWidth(width);
  const titleLines = wrap(title, inner, SIZES.title, "bold");
  const captionLines = wrap(caption, inner, SIZES.small);
  const titleHeight = titleLines.length * SIZES.title * 1.25 + 10;
  const drawingTop = SIZES.margin + titleHeight;
  const captionTop = drawingTop + drawing.height + 14;
  const height = captionTop + captionLines.length * SIZES.small * LINE + SIZES.margin - 4;
  return document(
    width,
    Math.ceil(height),
    title,
    caption,
    ...titleLines.map((content, i) =>
      text(SIZES.margin, SIZES.margin + 11 + i * SIZES.title * 1.25, content, {
        size: SIZES.title,
        weight: "bold",
      })
    ),
    group(SIZES.margin, drawingTop, drawing.svg),
    ...captionLines.map((content, i) =>
      text(SIZES.margin, captionTop + 9 + i * SIZES.small * LINE, content, {
        size: SIZES.small,
        fill: COLOURS.muted,
      })
    ),
  );
}
