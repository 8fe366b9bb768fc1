/**
 * The one house style of all figures. Colours are Okabe and Ito's, which people with any common
 * colour blindness can tell apart; since a printer may leave no colour at all, what matters also
 * differs in lightness, dash or shape. Sizes are in CSS pixels; a full figure is as wide as a text
 * column of A4 at 96 dpi.
 */

/** IBM Plex Sans: its figures are equally wide, so numbers line up. The rest is for a browser. */
export const FONT_FAMILY = "'IBM Plex Sans', 'Helvetica Neue', Arial, sans-serif";

export const COLOURS = {
  /** This project's runs. */
  ours: "#0072b2",
  /** What is compared with them: the report, a baseline. */
  other: "#6b6f73",
  /** What the reader should look at: the chosen epoch, a mistake. */
  accent: "#d55e00",
  ink: "#1a1c1e",
  muted: "#55595d",
  grid: "#e3e6e8",
  rule: "#9aa0a6",
  paper: "#ffffff",
  /** Background of a box or of every other row. */
  shade: "#f3f5f6",
} as const;

/** Fills of the kinds of layers in drawings, from light to dark so that they survive in grey. */
export const LAYER_FILLS = {
  other: "#f3f5f6",
  normalise: "#e2f1ea",
  activate: "#fdf0d2",
  combine: "#f6d9c6",
  attend: "#eccfe0",
  weigh: "#cfe3f2",
} as const;

export const SIZES = {
  title: 15,
  label: 12,
  small: 11,
  /** Least readable at printed size. */
  tiny: 10,
  margin: 18,
  /** Full text width, and what half of it leaves for one figure beside another. */
  full: 680,
  half: 440,
} as const;

/** A blue that grows with `share` from 0 (paper) to 1, in even steps of lightness. */
export function sequential(share: number): string {
  const clamped = Math.min(1, Math.max(0, share));
  const from = [255, 255, 255];
  const to = [0, 74, 134];
  const channel = (i: number) => Math.round(from[i]! + (to[i]! - from[i]!) * clamped);
  return `#${[0, 1, 2].map((i) => channel(i).toString(16).padStart(2, "0")).join("")}`;
}

/** Ink or paper, whichever reads on `sequential(share)`. */
export function onSequential(share: number): string {
  return share > 0.62 ? COLOURS.paper : COLOURS.ink;
}
