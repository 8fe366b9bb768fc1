/**
 * Observable Plot in the house style, as SVG text. Plot draws into linkedom's document, so that a
 * chart needs no browser; what it drew is written out by this project's own `element`, because its
 * style sheet and class names may meet others' on a page, and because coordinates rounded to a
 * hundredth of a pixel give the same bytes on every machine.
 *
 * Plot moves all marks by half a pixel where it is loaded with a `window` present, as a browser has
 * it and tfjs's WebGPU needs it: import figures before opening that backend, as notebooks do.
 */
import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import { COLOURS, SIZES } from "./style.ts";
import { decimal, element, escapeText } from "./svg.ts";

export { Plot };

/** Size of a chart and the room around its axes, in pixels. */
export interface ChartArea {
  readonly width: number;
  readonly height: number;
  readonly marginTop: number;
  readonly marginRight: number;
  readonly marginBottom: number;
  readonly marginLeft: number;
}

/** The scales of a chart: to be given to `plot`, and for placing labels before it is drawn. */
export interface Scales {
  readonly x: Plot.Scale;
  readonly y: Plot.Scale;
}

/** Horizontal and vertical scale over an area. */
export function scales(area: ChartArea, x: Plot.ScaleOptions, y: Plot.ScaleOptions): Scales {
  const right = area.width - area.marginRight;
  const bottom = area.height - area.marginBottom;
  return {
    x: Plot.scale({ x: { ...x, range: [area.marginLeft, right] } }),
    y: Plot.scale({ y: { ...y, range: [bottom, area.marginTop] } }),
  };
}

/**
 * Draws a chart with its upper left corner at (0, 0). Axes are among the marks or are not drawn.
 *
 * @returns SVG elements, to be put into a `document`
 * @throws Error when Plot warns, or a mark has a coordinate that is not finite: bugs of a figure
 */
export function plot(options: Plot.PlotOptions): string {
  const { document } = parseHTML("<svg></svg>");
  const svg = Plot.plot({
    axis: null,
    ...options,
    // Colours are given as they are: no scale may put others in their place.
    color: { type: "identity" },
    document: document as unknown as Document,
  });
  const marks = [...svg.children].filter(({ localName }) => localName !== "style");
  // Marks are groups; a text beside them is Plot's sign that it has warned on the console.
  if (marks.some(({ localName }) => localName === "text")) {
    throw new Error("internal: a chart must be drawn without a warning, but Plot gave one");
  }
  return element(
    "g",
    { fill: COLOURS.ink, "font-size": SIZES.small, "text-anchor": "middle" },
    ...marks.map(write),
  );
}

/** The axis below: a line, ticks and their values, its name under the middle. */
export function axisBottom(options: Plot.AxisXOptions = {}): Plot.Markish[] {
  return [
    Plot.frame({
      anchor: "bottom",
      stroke: COLOURS.rule,
      facetAnchor: options.facetAnchor ?? null,
    }),
    Plot.axisX({
      anchor: "bottom",
      fontSize: SIZES.small,
      fill: COLOURS.muted,
      stroke: COLOURS.rule,
      tickSize: 4,
      tickPadding: 4,
      tickFormat: String,
      label: null,
      labelAnchor: "center",
      labelArrow: "none",
      labelOffset: 31,
      ...options,
    }),
  ];
}

/** The axis on the left: grid lines and their values, its name above. */
export function axisLeft(options: Plot.AxisYOptions = {}): Plot.Markish[] {
  const { ticks } = options;
  return [
    Plot.gridY({
      stroke: COLOURS.grid,
      strokeOpacity: 1,
      ...(ticks === undefined ? {} : { ticks }),
    }),
    Plot.axisY({
      anchor: "left",
      fontSize: SIZES.small,
      fill: COLOURS.muted,
      tickSize: 0,
      tickPadding: 6,
      tickFormat: String,
      label: null,
      labelArrow: "none",
      ...options,
    }),
  ];
}

/** A text whose left end and baseline are known in pixels. */
export interface Label {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly fill: string;
  readonly size: number;
}

/** Labels where they have been placed, with a rim in the paper's colour over what lies below. */
export function labelMark(labels: readonly Label[], options: Plot.TextOptions = {}): Plot.Markish {
  return Plot.text(labels, {
    x: pixels("x"),
    y: pixels("y"),
    text: "text",
    fill: "fill",
    fontSize: "size",
    textAnchor: "start",
    lineAnchor: "bottom",
    ...HALO,
    ...options,
  });
}

/** A rim around a text that lies over lines. */
export const HALO = { stroke: COLOURS.paper, strokeWidth: 3 } as const;

/** A channel whose values are pixels already. */
export function pixels(value: Plot.ChannelValue): Plot.ChannelValueSpec {
  return { value, scale: null };
}

/** Whole epochs for the ticks of an axis: the first, and round ones up to the last. */
export function epochTicks(first: number, last: number): number[] {
  const step = [1, 2, 5, 10, 20, 50].find((each) => last <= 6 * each) ?? 100;
  const round = Array.from({ length: Math.floor(last / step) }, (_, i) => (i + 1) * step);
  return [first, ...round.filter((epoch) => epoch > first)];
}

function write(node: Element): string {
  // linkedom keeps the attribute set last first.
  const attributes = [...node.attributes].reverse().map(({ name, value }) => {
    if (/NaN|Infinity|#plot-clip/.test(value)) {
      throw new Error(`internal: ${name} of <${node.localName}> must be finite, but is ${value}`);
    }
    const digits = /-?\d+(?:\.\d+(?:e[-+]?\d+)?|e[-+]\d+)/g;
    return [name, value.replaceAll(digits, (number) => decimal(Number(number)))];
  });
  const children = node.children.length > 0
    ? [...node.children].map(write)
    : node.textContent === ""
    ? []
    : [escapeText(node.textContent ?? "")];
  return element(node.localName, Object.fromEntries(attributes), ...children);
}
