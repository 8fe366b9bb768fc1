/** Whether two PNG files show the same: another processor may round a pixel's edge differently. */
import sharp from "sharp";

/** Same size, and no channel of any pixel further apart than `tolerance` of 255. */
export async function samePicture(
  first: Uint8Array,
  second: Uint8Array,
  tolerance = 1,
): Promise<boolean> {
  const [a, b] = await Promise.all([first, second].map(async (bytes) => {
    try {
      return await sharp(bytes).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
    } catch {
      return null; // Not a picture, so not the same.
    }
  }));
  if (!a || !b || a.info.width !== b.info.width || a.info.height !== b.info.height) return false;
  return a.data.every((value, i) => Math.abs(value - b.data[i]!) <= tolerance);
}
