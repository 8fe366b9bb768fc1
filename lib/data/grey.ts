/**
 * Colour to grey as OpenCV's `cvtColor(…, COLOR_RGB2GRAY)` does it on bytes (ITU-R BT.601 weights
 * in 15-bit fixed point), for pictures that are not grey already: files of a data set, pictures and
 * frames of a camera alike.
 */
const RED = 9798, GREEN = 19235, BLUE = 3735, HALF = 1 << 14;

/**
 * Grey values of pixels stored channel by channel within a pixel.
 *
 * @param pixels `[n, channels]`, 0 to 255; with 1 or 2 channels the first is grey, with 3 or 4 the
 * first three are red, green and blue; alpha is ignored
 * @returns `[n]`
 */
export function toGrey(pixels: ArrayLike<number>, channels: number): Uint8Array {
  const n = pixels.length / channels;
  if (!Number.isInteger(n) || channels < 1 || channels > 4) {
    throw new Error(
      `Cannot convert to grey: ${pixels.length} values must be whole pixels of 1 to 4 channels, ` +
        `but there are ${channels}`,
    );
  }
  const grey = new Uint8Array(n);
  for (let i = 0, at = 0; i < n; i++, at += channels) {
    grey[i] = channels < 3
      ? pixels[at]!
      : (pixels[at]! * RED + pixels[at + 1]! * GREEN + pixels[at + 2]! * BLUE + HALF) >> 15;
  }
  return grey;
}
