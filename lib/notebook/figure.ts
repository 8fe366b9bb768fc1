/** A figure, an SVG file as text, below a cell; its title and description are the text form. */
import { display } from "./output.ts";

/** Shows a figure. Outside a notebook prints what it shows in words. */
export async function figure(svg: string): Promise<void> {
  await display({ "text/plain": figureText(svg), "image/svg+xml": svg });
}

/** Title and description of an SVG, on one line each. */
export function figureText(svg: string): string {
  const part = (name: string) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(svg)?.[1] ?? "";
  const parts = [part("title"), part("desc")].filter((text) => text !== "");
  return parts.map(decode).join("\n") || "figure";
}

function decode(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}
