/**
 * SVG as text: frames, tables, drawings of networks, and what `plot.ts` takes over from Observable
 * Plot. Built from strings rather than through a document, so that one function call gives the same
 * bytes in a terminal, a notebook kernel and a browser, with nothing hidden between (no generated
 * class names, no counters, no style sheet that a converter may not know).
 */
import { COLOURS, FONT_FAMILY, SIZES } from "./style.ts";

export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** One element; `children` are SVG already. Attributes that are undefined are left out. */
export function element(name: string, attributes: Attributes, ...children: string[]): string {
  const text = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${attribute(name, key, value!)}"`)
    .join("");
  return children.length === 0
    ? `<${name}${text}/>`
    : `<${name}${text}>${children.join("")}</${name}>`;
}

export interface TextStyle {
  readonly size?: number;
  readonly fill?: string;
  readonly weight?: "regular" | "bold";
  readonly anchor?: "start" | "middle" | "end";
  /** Degrees clockwise around (x, y). */
  readonly rotate?: number;
  /** A rim in the paper's colour, for a label that lies over lines. */
  readonly halo?: boolean;
}

/** One line of text with its baseline at `y`. */
export function text(x: number, y: number, content: string, style: TextStyle = {}): string {
  return element(
    "text",
    {
      x,
      y,
      "font-size": style.size ?? SIZES.label,
      fill: style.fill ?? COLOURS.ink,
      "font-weight": style.weight === "bold" ? 600 : undefined,
      "text-anchor": style.anchor === "start" ? undefined : style.anchor,
      transform: style.rotate === undefined
        ? undefined
        : `rotate(${decimal(style.rotate)} ${decimal(x)} ${decimal(y)})`,
      ...(style.halo
        ? {
          stroke: COLOURS.paper,
          "stroke-width": 3,
          "stroke-linejoin": "round",
          "paint-order": "stroke",
        }
        : {}),
    },
    escapeText(content),
  );
}

export function line(x1: number, y1: number, x2: number, y2: number, attributes: Attributes = {}) {
  return element("line", { x1, y1, x2, y2, stroke: COLOURS.ink, ...attributes });
}

export function rect(x: number, y: number, width: number, height: number, attributes: Attributes) {
  return element("rect", { x, y, width, height, ...attributes });
}

export function circle(cx: number, cy: number, r: number, attributes: Attributes) {
  return element("circle", { cx, cy, r, ...attributes });
}

/** Children moved by (x, y). */
export function group(x: number, y: number, ...children: string[]): string {
  return element("g", { transform: `translate(${decimal(x)} ${decimal(y)})` }, ...children);
}

/**
 * A whole SVG file on white paper.
 *
 * @param title its name for a screen reader and a tooltip
 * @param description what it shows, for someone who cannot see it
 */
export function document(
  width: number,
  height: number,
  title: string,
  description: string,
  ...children: string[]
): string {
  return element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      width,
      height,
      viewBox: `0 0 ${decimal(width)} ${decimal(height)}`,
      role: "img",
      "font-family": FONT_FAMILY,
    },
    element("title", {}, escapeText(title)),
    element("desc", {}, escapeText(description)),
    rect(0, 0, width, height, { fill: COLOURS.paper }),
    ...children,
  ).replaceAll(/(<\/(?:text|g|svg|title|desc)>|<(?:rect|line|path|circle|image)[^>]*\/>)/g, "$1\n");
}

/** At most two decimals, so that the last bits of a computation do not show. */
export function decimal(value: number): string {
  if (!Number.isFinite(value)) {
    throw new Error(`internal: a coordinate must be finite, but is ${value}`);
  }
  const rounded = Math.round(value * 100) / 100;
  return String(rounded === 0 ? 0 : rounded);
}

function attribute(name: string, key: string, value: string | number): string {
  if (typeof value === "string") return escapeText(value).replaceAll('"', "&quot;");
  if (!Number.isFinite(value)) {
    throw new Error(`internal: ${key} of <${name}> must be finite, but is ${value}`);
  }
  return decimal(value);
}

/** A text as the content of an element. */
export function escapeText(value: string): string {
  return value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
