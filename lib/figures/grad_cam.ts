/**
 * Figures A1 to A3 of the report: where the network looks. Pictures and heat maps come from the
 * caller, so that faces of a data set stay where the data set is.
 */
import type { PlacedMap } from "../records/placed_map.ts";
import type { ExplanationStudy } from "../records/explanation_study.ts";
import { frame, innerWidth } from "./frame.ts";
import { heatOverlay } from "./heat.ts";
import { image, type Picture } from "./image.ts";
import { COLOURS, SIZES } from "./style.ts";
import { rect, text } from "./svg.ts";
import { percent, titleCase } from "./words.ts";

/** A face with what the network made of it. */
export interface ClassifiedFace {
  readonly picture: Picture;
  readonly label: string;
  readonly predicted: string;
  /** Probability of the predicted class. */
  readonly probability: number;
}

export interface ExplainedFace extends ClassifiedFace {
  readonly heat: PlacedMap;
}

export interface FaceFigureOptions {
  readonly title: string;
  /** Whose faces, which network, budget, seed and stage. */
  readonly source: string;
  /** How the heat maps were made; Grad-CAM unless said. */
  readonly method?: string;
}

const GAP = 12;

function reading({ source, method = "Grad-CAM" }: FaceFigureOptions): string {
  return `Heat map: ${method} of the predicted class, each scaled to its own maximum; the line ` +
    `encloses what is above half of it. ${source}`;
}

/**
 * A column per face: the face, and below it the heat map over it. For A1 (a right face of each
 * class) and A3 (mistakes, whose label is set off).
 *
 * @throws Error when there is no face, or a heat map is not finite
 */
export function gradCamFigure(
  faces: readonly ExplainedFace[],
  options: FaceFigureOptions,
): string {
  needFaces(faces, "Grad-CAM");
  const columns = Math.min(6, Math.max(3, faces.length));
  const size = (innerWidth(SIZES.full) - (columns - 1) * GAP) / columns;
  const rowHeight = 2 * size + 48;
  const parts = faces.map((face, i) => {
    const x = (i % columns) * (size + GAP);
    const y = Math.floor(i / columns) * (rowHeight + 8);
    return framed(face.picture, x, y, size) +
      heatOverlay(face.picture, face.heat, x, y + size + 5, size) +
      verdict(face, x, y + 2 * size + 20);
  });
  const rows = Math.ceil(faces.length / columns);
  return frame({ width: SIZES.full, title: options.title, caption: reading(options) }, {
    height: rows * (rowHeight + 8) - 8,
    svg: parts.join(""),
  });
}

/**
 * One face through the stages of the network (A2): the face, then the heat map of each stage.
 *
 * @param stages in the order of computation
 * @throws Error when there is no stage, or a heat map is not finite
 */
export function stagesFigure(
  face: ClassifiedFace,
  stages: readonly { readonly stage: string; readonly heat: PlacedMap }[],
  options: FaceFigureOptions,
): string {
  needFaces(stages, "Grad-CAM of stages");
  const columns = stages.length + 1;
  const size = Math.min(150, (innerWidth(SIZES.full) - (columns - 1) * GAP) / columns);
  const parts = [
    framed(face.picture, 0, 0, size),
    verdict(face, 0, size + 16),
    ...stages.map(({ stage, heat }, i) => {
      const x = (i + 1) * (size + GAP);
      const maps = `${heat.width} × ${heat.height} map`;
      return heatOverlay(face.picture, heat, x, 0, size) +
        text(x, size + 16, stage, { size: SIZES.small, weight: "bold" }) +
        text(x, size + 31, maps, { size: SIZES.small, fill: COLOURS.muted });
    }),
  ];
  return frame({ width: SIZES.full, title: options.title, caption: reading(options) }, {
    height: size + 36,
    svg: parts.join(""),
  });
}

/** A2 of a study's example. */
export function exampleFigure({ example, run }: ExplanationStudy): string {
  const { name, picture, stages } = example;
  const face = {
    ...example,
    picture: { ...picture, channels: 1 as const, pixels: Uint8Array.from(picture.pixels) },
  };
  return stagesFigure(face, stages.map((heat) => ({ stage: heat.stage, heat })), {
    title: "One face through the network’s stages",
    source: `${name}. Network: ${run}.`,
  });
}

/**
 * Mistakes in a grid, the most confident first.
 *
 * @throws Error when there is no face
 */
export function contactSheetFigure(
  faces: readonly ClassifiedFace[],
  { title, source }: FaceFigureOptions,
): string {
  needFaces(faces, "the contact sheet");
  const columns = 8;
  const size = (innerWidth(SIZES.full) - (columns - 1) * GAP) / columns;
  const sorted = faces.toSorted((a, b) => b.probability - a.probability);
  const rowHeight = size + 42;
  const parts = sorted.map((face, i) => {
    const x = (i % columns) * (size + GAP);
    const y = Math.floor(i / columns) * rowHeight;
    return framed(face.picture, x, y, size) + verdict(face, x, y + size + 14);
  });
  return frame({
    width: SIZES.full,
    title,
    caption: "Above: what the network says, with its probability; below: the label. " + source,
  }, { height: Math.ceil(faces.length / columns) * rowHeight - 8, svg: parts.join("") });
}

function framed(picture: Picture, x: number, y: number, size: number): string {
  const height = size * picture.height / picture.width;
  return image(picture, x, y, size) +
    rect(x, y, size, height, { fill: "none", stroke: COLOURS.rule, "stroke-width": 0.75 });
}

/** Two lines: what the network says, and what the label is where they differ. */
function verdict({ label, predicted, probability }: ClassifiedFace, x: number, y: number): string {
  const right = label === predicted;
  return text(x, y, `${titleCase(predicted)} ${percent(probability, 0)} %`, {
    size: SIZES.small,
    weight: "bold",
    fill: right ? COLOURS.ink : COLOURS.accent,
  }) +
    text(x, y + 15, right ? "as labelled" : `is ${titleCase(label)}`, {
      size: SIZES.small,
      fill: COLOURS.muted,
    });
}

function needFaces(items: readonly unknown[], what: string): void {
  if (items.length === 0) throw new Error(`Cannot draw ${what}: there must be faces, but are none`);
}
