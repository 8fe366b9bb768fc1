/**
 * The freely usable sample picture as a film: slowly moved, two seconds, a Y4M file. Any ffmpeg reads
 * it, and Chromium takes it for a camera: for tests, measurements, screenshots and the notebook on use.
 */
import sharp from "sharp";
import { samplePicture } from "./sample_picture.ts";

const WIDTH = 640, HEIGHT = 480, RATE = 20, FRAMES = 40;
/** The part of the picture that is seen, 4:3, and how far it moves, in its pixels. */
const PART = { width: 440, height: 330 };
const CENTRE = { left: 30, top: 14 }, SWING = { left: 22, top: 8 };

/** Writes the film: 640×480, 20 frames a second; its end fits its beginning. */
export async function writeSampleFilm(path: string): Promise<void> {
  const picture = sharp(await samplePicture()).removeAlpha();
  const encoder = new TextEncoder();
  const header = `YUV4MPEG2 W${WIDTH} H${HEIGHT} F${RATE}:1 Ip A1:1 C420\n`;
  const parts = [encoder.encode(header)];
  for (let frame = 0; frame < FRAMES; frame++) {
    const angle = 2 * Math.PI * frame / FRAMES;
    const left = Math.round(CENTRE.left + SWING.left * Math.sin(angle));
    const top = Math.round(CENTRE.top + SWING.top * Math.cos(angle));
    const rgb = await picture.clone().extract({ left, top, ...PART }).resize(WIDTH, HEIGHT).raw()
      .toBuffer();
    parts.push(encoder.encode("FRAME\n"), toI420(rgb));
  }
  await Deno.writeFile(path, new Uint8Array(await new Blob(parts).arrayBuffer()));
}

/** BT.601 in limited range: a plane of luma, then two of chroma at half the size. */
function toI420(rgb: Uint8Array): Uint8Array<ArrayBuffer> {
  const area = WIDTH * HEIGHT;
  const out = new Uint8Array(area * 3 / 2);
  for (let i = 0, at = 0; i < area; i++, at += 3) {
    const r = rgb[at]!, g = rgb[at + 1]!, b = rgb[at + 2]!;
    out[i] = 16.5 + (65.481 * r + 128.553 * g + 24.966 * b) / 255;
    const x = i % WIDTH, y = Math.floor(i / WIDTH);
    if (x % 2 === 1 || y % 2 === 1) continue;
    const chroma = area + (y >> 1) * (WIDTH >> 1) + (x >> 1);
    out[chroma] = 128.5 + (-37.797 * r - 74.203 * g + 112 * b) / 255;
    out[chroma + area / 4] = 128.5 + (112 * r - 93.786 * g - 18.214 * b) / 255;
  }
  return out;
}
