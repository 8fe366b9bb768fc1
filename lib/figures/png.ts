/**
 * A figure as PNG for places that show no SVG. The font comes from a package and no font of the
 * system is looked at, so the picture is the same on every machine.
 */
import { fileURLToPath } from "node:url";
import { Resvg } from "@resvg/resvg-js";
// Imported so that the package is there: its font files lie beside this one.
import "@expo-google-fonts/ibm-plex-sans/metadata.json" with { type: "json" };

/** The font's files, regular and bold (SIL Open Font License 1.1). */
export function fontFiles(): string[] {
  return [
    import.meta.resolve(
      "@expo-google-fonts/ibm-plex-sans/400Regular/IBMPlexSans_400Regular.ttf",
    ),
    import.meta.resolve(
      "@expo-google-fonts/ibm-plex-sans/600SemiBold/IBMPlexSans_600SemiBold.ttf",
    ),
  ].map((url) => fileURLToPath(url));
}

/**
 * Draws an SVG.
 *
 * @param svg the text of an SVG file
 * @param scale pixels of the PNG per pixel of the SVG; 2 is sharp in print and on dense screens
 * @returns the bytes of a PNG file
 */
export function toPng(svg: string, scale = 2): Uint8Array {
  const resvg = new Resvg(svg, {
    fitTo: { mode: "zoom", value: scale },
    font: {
      fontFiles: fontFiles(),
      loadSystemFonts: false,
      defaultFontFamily: "IBM Plex Sans",
      sansSerifFamily: "IBM Plex Sans",
    },
  });
  return resvg.render().asPng();
}
