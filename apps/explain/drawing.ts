/**
 * The explained picture as a figure: the picture with the heat map over each face, and for each
 * face what the network was given, the same under its heat map, and the probabilities.
 */
import type { Square } from "lib/faces/crop.ts";
import { boxOf } from "lib/faces/crop.ts";
import type { Box } from "lib/faces/face.ts";
import type { GreyPicture, Picture } from "lib/faces/picture.ts";
import { fitted, rescale } from "lib/faces/rescale.ts";
import { frame, innerWidth } from "lib/figures/frame.ts";
import { heatOverlay } from "lib/figures/heat.ts";
import type { PlacedMap } from "lib/records/placed_map.ts";
import { image, type Picture as Bitmap } from "lib/figures/image.ts";
import { COLOURS, SIZES } from "lib/figures/style.ts";
import { element, group, rect, text } from "lib/figures/svg.ts";
import { percent, titleCase } from "lib/figures/words.ts";
import { faceSquare } from "./face_square.ts";

/** A face with its explanation. */
export interface DrawnFace {
  /** The detector's box, or null where the whole picture is the face. */
  readonly box: Box | null;
  /** What was cut out. */
  readonly square: Square;
  readonly crop: GreyPicture;
  readonly probabilities: ArrayLike<number>;
  /** Index of the explained class. */
  readonly target: number;
  readonly heat: PlacedMap & { readonly empty: boolean };
}

export interface DrawingWords {
  readonly title: string;
  /** Method, stage and network. */
  readonly source: string;
  readonly classes: readonly string[];
}

const WIDTH = SIZES.full;
const PICTURE = 280;
const GAP = 14;
const FACE = 88;
const BAR = 14;
/** Sharp at twice the size, as PNGs are drawn. */
const DETAIL = 2 * PICTURE;

/** An SVG. @throws Error when there is no face. */
export function explanationDrawing(
  picture: Picture,
  faces: readonly DrawnFace[],
  { title, source, classes }: DrawingWords,
): string {
  if (faces.length === 0) {
    throw new Error("Cannot draw the explanation: there must be a face, but is none");
  }
  const scale = PICTURE / Math.max(picture.width, picture.height);
  const squares = faces.map(({ square }) =>
    ({ ...faceSquare(picture, square), channels: 3 }) as const
  );
  const overview = group(0, 0, pictureWithHeat(picture, faces, squares, scale));
  const rowHeight = Math.max(FACE + 20, classes.length * BAR + 24);
  const rows = faces.map((face, i) =>
    group(
      PICTURE + GAP,
      i * (rowHeight + GAP),
      faceRow(face, squares[i]!, i, faces.length, classes),
    )
  );
  const empty = faces.some(({ heat }) => heat.empty)
    ? " Where no colour shows, no place speaks for the class more than another."
    : "";
  const height = Math.max(
    picture.height * scale,
    faces.length * (rowHeight + GAP) - GAP,
  );
  return frame({
    width: WIDTH,
    title,
    caption: "Heat map: how much each place speaks for the class in bold, scaled to its own " +
      `maximum; the line encloses what is above half of it.${empty} ${source}`,
  }, { height, svg: overview + rows.join("") });
}

/** The whole picture, the heat map over each face, and the boxes of the detector. */
function pictureWithHeat(
  picture: Picture,
  faces: readonly DrawnFace[],
  squares: readonly Bitmap[],
  scale: number,
): string {
  const [width, height] = [picture.width * scale, picture.height * scale];
  const longest = Math.max(picture.width, picture.height);
  const small = longest > DETAIL ? rescale(picture, ...fitted(picture, DETAIL)) : picture;
  const heats = faces.map(({ square, heat }, i) => {
    const { x, y, width: side } = boxOf(square);
    return heatOverlay(squares[i]!, heat, x * scale, y * scale, side * scale);
  });
  const boxes = faces.map(({ box }, i) => box === null ? "" : boxMark(box, i, faces.length, scale));
  // A nested SVG cuts off what reaches over the picture's border.
  return element(
    "svg",
    { x: 0, y: 0, width, height, viewBox: `0 0 ${width} ${height}` },
    image({ ...small, channels: 3 }, 0, 0, width),
    ...heats,
    ...boxes,
  );
}

function boxMark(box: Box, index: number, count: number, scale: number): string {
  const [x, y] = [box.x * scale, box.y * scale];
  const outline = (stroke: string, width: number) =>
    rect(x, y, box.width * scale, box.height * scale, {
      fill: "none",
      stroke,
      "stroke-width": width,
    });
  const number = count > 1
    ? text(x + 3, y + 12, String(index + 1), { size: SIZES.small, weight: "bold", halo: true })
    : "";
  return outline(COLOURS.paper, 3) + outline(COLOURS.accent, 1.5) + number;
}

function faceRow(
  face: DrawnFace,
  under: Bitmap,
  index: number,
  count: number,
  classes: readonly string[],
): string {
  const { crop, heat, probabilities, target } = face;
  const warm = FACE + 8;
  const bars = 2 * FACE + 8 + GAP;
  return image({ ...crop, channels: 1 }, 0, 0, FACE) +
    rect(0, 0, FACE, FACE, { fill: "none", stroke: COLOURS.rule, "stroke-width": 0.75 }) +
    heatOverlay(under, heat, warm, 0, FACE) +
    text(0, FACE + 14, count > 1 ? `${index + 1}: as seen` : "as seen", {
      size: SIZES.small,
      fill: COLOURS.muted,
    }) +
    text(warm, FACE + 14, heat.empty ? "no place stands out" : titleCase(classes[target]!), {
      size: SIZES.small,
      fill: COLOURS.muted,
    }) +
    group(bars, 0, probabilityBars(probabilities, target, classes, innerBars(bars)));
}

function innerBars(left: number): number {
  return innerWidth(WIDTH) - PICTURE - GAP - left;
}

function probabilityBars(
  probabilities: ArrayLike<number>,
  target: number,
  classes: readonly string[],
  width: number,
): string {
  const names = 58, numbers = 46;
  const room = width - names - numbers;
  return classes.map((name, i) => {
    const [y, share] = [i * BAR, probabilities[i]!];
    const weight = i === target ? "bold" : "regular";
    const fill = i === target ? COLOURS.accent : COLOURS.ours;
    return text(0, y + 10, titleCase(name), { size: SIZES.small, weight }) +
      rect(names, y + 2, Math.max(0.5, room * share), BAR - 5, { fill }) +
      text(width, y + 10, `${percent(share, 1)} %`, {
        size: SIZES.small,
        weight,
        anchor: "end",
      });
  }).join("");
}
