/**
 * What is drawn over a frame: a box around each face, above it the person's number and the steady
 * label, beside it a bar for each class. Sizes follow the height of the video.
 */
import { percent } from "lib/faces/percent.ts";
import type { Picture } from "lib/faces/picture.ts";
import type { SeenPerson } from "lib/faces/watcher.ts";
import { emotionColour } from "lib/figures/emotion_colours.ts";
import { textWidth } from "lib/figures/text.ts";
import { type Colour, drawMask, fillRectangle, strokeRectangle } from "./draw.ts";
import { lineHeight, textMask } from "./text.ts";

const INK: Colour = [24, 26, 28];
const PAPER: Colour = [255, 255, 255];

interface Sizes {
  readonly text: number;
  readonly small: number;
  readonly line: number;
  readonly padding: number;
}

function sizesFor(height: number): Sizes {
  const unit = Math.max(1, Math.min(4, height / 480));
  return {
    text: Math.round(15 * unit),
    small: Math.round(11 * unit),
    line: Math.max(2, Math.round(2 * unit)),
    padding: Math.round(4 * unit),
  };
}

/** Draws the people into the frame. */
export function drawPeople(
  frame: Picture,
  people: readonly SeenPerson[],
  classes: readonly string[],
): void {
  const sizes = sizesFor(frame.height);
  for (const person of people) drawPerson(frame, person, classes, sizes);
}

function drawPerson(
  frame: Picture,
  { person, face, label, confidence, smoothed }: SeenPerson,
  classes: readonly string[],
  sizes: Sizes,
): void {
  const colour = rgb(emotionColour(label));
  const [x, y, width, height] = [face.x, face.y, face.width, face.height].map(Math.round) as [
    number,
    number,
    number,
    number,
  ];
  strokeRectangle(frame, x, y, width, height, sizes.line, colour);
  drawTag(frame, x, y, `${person} · ${label} ${percent(confidence)}`, colour, sizes);
  drawBars(frame, { x, y, width, height }, smoothed, classes, sizes);
}

/** The label on the box's upper edge; under it where there is no room above. */
function drawTag(
  frame: Picture,
  x: number,
  y: number,
  text: string,
  colour: Colour,
  { text: size, padding }: Sizes,
): void {
  const mask = textMask(text, size, "bold");
  const width = mask.width + 2 * padding, height = mask.height + padding;
  const left = Math.max(0, Math.min(x, frame.width - width));
  const top = y - height >= 0 ? y - height : y;
  fillRectangle(frame, left, top, width, height, colour);
  drawMask(frame, left + padding, top + (padding >> 1), mask, onColour(colour));
}

/** A panel of bars right of the box, or left of it where there is more room. */
function drawBars(
  frame: Picture,
  box: { x: number; y: number; width: number; height: number },
  probabilities: Float32Array,
  classes: readonly string[],
  { small, padding }: Sizes,
): void {
  const row = lineHeight(small) + 1;
  const names = Math.ceil(Math.max(...classes.map((name) => textWidth(name, small))));
  const bar = 4 * small;
  const width = names + bar + 3 * padding, height = classes.length * row + 2 * padding;
  const right = box.x + box.width + padding;
  const fits = right + width <= frame.width;
  const left = fits ? right : Math.max(0, Math.min(box.x - padding - width, frame.width - width));
  const top = Math.max(0, Math.min(box.y, frame.height - height));
  fillRectangle(frame, left, top, width, height, INK, 0.55);
  classes.forEach((name, i) => {
    const y = top + padding + i * row;
    drawMask(frame, left + padding, y, textMask(name, small), PAPER);
    const start = left + names + 2 * padding, thick = Math.max(2, Math.round(small / 2));
    const middle = y + ((row - thick) >> 1);
    fillRectangle(frame, start, middle, bar, thick, PAPER, 0.2);
    const length = Math.round(bar * probabilities[i]!);
    fillRectangle(frame, start, middle, length, thick, rgb(emotionColour(name)));
  });
}

function rgb(hex: string): Colour {
  return [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16)) as unknown as Colour;
}

/** Ink or paper, whichever reads better on a colour. */
function onColour([red, green, blue]: Colour): Colour {
  return 0.299 * red + 0.587 * green + 0.114 * blue > 140 ? INK : PAPER;
}
