/**
 * Scales and axes of the charts: thin grid lines, labels without ticks, a name at the end of the
 * axis rather than turned by 90 degrees.
 */
import { COLOURS, SIZES } from "./style.ts";
import { line, text } from "./svg.ts";

/** From data to pixels. */
export interface Scale {
  (value: number): number;
  readonly domain: readonly [number, number];
  readonly range: readonly [number, number];
  /** Round values inside the domain, about as many as asked for. */
  ticks(count: number): number[];
}

export function linearScale(
  domain: readonly [number, number],
  range: readonly [number, number],
): Scale {
  const [d0, d1] = domain;
  const [r0, r1] = range;
  const span = d1 - d0 || 1;
  const scale = (value: number) => r0 + (value - d0) / span * (r1 - r0);
  return Object.assign(scale, { domain, range, ticks: (count: number) => ticks(d0, d1, count) });
}

/** A logarithmic scale of base 10, with ticks at 1, 2 and 5 times its powers,
 * or at even steps where those are under three. */
export function logScale(
  domain: readonly [number, number],
  range: readonly [number, number],
): Scale {
  const inner = linearScale([Math.log10(domain[0]), Math.log10(domain[1])], range);
  const scale = (value: number) => inner(Math.log10(value));
  const logTicks = () => {
    const values: number[] = [];
    for (let e = Math.floor(Math.log10(domain[0])); 10 ** e <= domain[1]; e++) {
      values.push(...[1, 2, 5].map((m) => m * 10 ** e));
    }
    const inside = values.filter((value) => value >= domain[0] && value <= domain[1]);
    return inside.length >= 3 ? inside : ticks(domain[0], domain[1], 4);
  };
  return Object.assign(scale, { domain, range, ticks: logTicks });
}

/** Multiples of 1, 2 or 5 times a power of ten between `low` and `high`, ends included. */
export function ticks(low: number, high: number, count: number): number[] {
  const rough = (high - low) / Math.max(1, count);
  if (!(rough > 0)) return [low];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((m) => m * power >= rough * 0.999) ?? 10);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from(
    { length: last - first + 1 },
    (_, i) => Number(((first + i) * step).toPrecision(12)),
  );
}

/** The smallest round domain around the values, with a little air. */
export function niceDomain(values: readonly number[], count = 5): [number, number] {
  const low = Math.min(...values);
  const high = Math.max(...values);
  const marks = ticks(low, high, count);
  const step = marks.length > 1 ? marks[1]! - marks[0]! : Math.abs(high - low) || 1;
  const round = (multiple: number) => Number((multiple * step).toPrecision(12));
  return [round(Math.floor(low / step + 1e-9)), round(Math.ceil(high / step - 1e-9))];
}

export interface AxisOptions {
  readonly format?: (value: number) => string;
  readonly count?: number;
  readonly ticks?: readonly number[];
  readonly name?: string;
  readonly grid?: boolean;
}

/** A horizontal axis at `y`; `top` is where its grid lines end. */
export function axisBottom(x: Scale, y: number, top: number, options: AxisOptions = {}): string {
  const { format = String, count = 6, grid = false, name } = options;
  const values = options.ticks ?? x.ticks(count);
  const [from, to] = x.range;
  return [
    ...(grid ? values.map((v) => line(x(v), y, x(v), top, { stroke: COLOURS.grid })) : []),
    line(from, y, to, y, { stroke: COLOURS.rule }),
    ...values.map((v) => line(x(v), y, x(v), y + 4, { stroke: COLOURS.rule })),
    ...values.map((v) =>
      text(x(v), y + 16, format(v), { size: SIZES.small, fill: COLOURS.muted, anchor: "middle" })
    ),
    name === undefined
      ? ""
      : text((from + to) / 2, y + 32, name, { size: SIZES.small, anchor: "middle" }),
  ].join("");
}

/** A vertical axis at `x`, with grid lines to `right` and its name above. */
export function axisLeft(y: Scale, x: number, right: number, options: AxisOptions = {}): string {
  const { format = String, count = 5, grid = true, name } = options;
  const values = options.ticks ?? y.ticks(count);
  return [
    ...(grid ? values.map((v) => line(x, y(v), right, y(v), { stroke: COLOURS.grid })) : []),
    ...values.map((v) =>
      text(x - 6, y(v) + 4, format(v), { size: SIZES.small, fill: COLOURS.muted, anchor: "end" })
    ),
    name === undefined ? "" : text(x, Math.min(...y.range) - 10, name, { size: SIZES.small }),
  ].join("");
}
