/**
 * Pictures with known faces, at several sizes and in the ways that make faces hard to find. The
 * pictures are NASA's astronaut and six photographs of groups that the npm package of face-api ships
 * as its own examples; only the places of the 23 faces stand here, taken from a first search and
 * checked by eye.
 */
import { fileURLToPath } from "node:url";
import sharp from "sharp";
import type { Picture } from "lib/faces/picture.ts";
import { samplePicture } from "lib/faces/sample_picture.ts";

/** Centre and side of the square from brow to chin, in pixels of the original. */
type Place = readonly [x: number, y: number, side: number];

const GROUPS: readonly (readonly Place[])[] = [
  [[500, 470, 210], [930, 530, 210], [1580, 320, 220]],
  [[1540, 270, 220], [980, 340, 190], [440, 260, 190]],
  [[680, 470, 230], [1600, 430, 220], [1180, 360, 260]],
  [[760, 180, 220], [340, 310, 200], [1070, 290, 200], [1350, 260, 200]],
  [[860, 220, 180], [1190, 320, 190], [680, 540, 200], [1490, 520, 210], [460, 1010, 230]],
  [[760, 470, 220], [1270, 450, 230], [1590, 410, 250], [350, 610, 250]],
];
const ASTRONAUT: readonly Place[] = [[223, 124, 92]];

export interface Variation {
  readonly name: string;
  /** Mean side of the faces, in pixels. */
  readonly side: number;
  /** Degrees clockwise. */
  readonly tilt?: number;
  /** Factor on the brightness. */
  readonly light?: number;
  /** Quality of JPEG, 0 to 100. */
  readonly jpeg?: number;
  /** Standard deviation of the blur, in pixels. */
  readonly blur?: number;
}

export const VARIATIONS: readonly Variation[] = [
  ...[200, 100, 50, 25, 16].map((side) => ({ name: `${side} px`, side })),
  ...[-25, -12, 12, 25].map((tilt) => ({ name: `tilted ${tilt}°`, side: 80, tilt })),
  { name: "dark", side: 80, light: 0.35 },
  { name: "JPEG 30", side: 80, jpeg: 30 },
  { name: "blurred", side: 80, blur: 3 },
];

export interface Scene {
  readonly picture: Picture;
  readonly faces: readonly Place[];
}

/** The seven pictures in one variation. */
export async function scenes(variation: Variation): Promise<Scene[]> {
  const paths = GROUPS.map((_, i) =>
    fileURLToPath(import.meta.resolve(`@vladmandic/face-api/demo/sample${i + 1}.jpg`))
  );
  const sources: [string, readonly Place[]][] = [[await samplePicture(), ASTRONAUT]];
  paths.forEach((path, i) => sources.push([path, GROUPS[i]!]));
  return await Promise.all(sources.map(([path, faces]) => scene(path, faces, variation)));
}

async function scene(
  path: string,
  places: readonly Place[],
  { side, tilt = 0, light = 1, jpeg, blur }: Variation,
): Promise<Scene> {
  const original = await sharp(path).metadata();
  const mean = places.reduce((sum, place) => sum + place[2], 0) / places.length;
  const scale = side / mean;
  const width = Math.round(original.width * scale), height = Math.round(original.height * scale);
  let image = sharp(path).removeAlpha().resize(width, height).linear(light, 0);
  if (blur !== undefined) image = image.blur(blur);
  if (jpeg !== undefined) image = sharp(await image.jpeg({ quality: jpeg }).toBuffer());
  const flat = await image.png().toBuffer();
  const { data, info } = await sharp(flat).rotate(tilt, { background: "#808080" }).raw()
    .toBuffer({ resolveWithObject: true });
  const angle = tilt * Math.PI / 180;
  const cos = Math.cos(angle), sin = Math.sin(angle);
  const faces = places.map(([x, y, size]): Place => {
    const dx = x * scale - width / 2, dy = y * scale - height / 2;
    return [
      info.width / 2 + dx * cos - dy * sin,
      info.height / 2 + dx * sin + dy * cos,
      size * scale,
    ];
  });
  return {
    picture: { width: info.width, height: info.height, pixels: new Uint8Array(data) },
    faces,
  };
}
