/**
 * The frames of a video as plain pixels over a pipe, one at a time: an hour of video needs no more
 * memory than a second.
 */
import type { Picture } from "lib/faces/picture.ts";
import { FfmpegRun, inputName } from "lib/faces/ffmpeg.ts";
import type { VideoInfo } from "./probe.ts";

/**
 * The frames of a video at a steady rate, turned upright as a player shows it, with square pixels
 * and even sides (as H.264 needs them). Leaving the loop early ends ffmpeg.
 *
 * @param onComplaint called at the end when ffmpeg found something damaged, with its words
 * @throws Error when not a single frame can be read
 */
export async function* readFrames(
  ffmpeg: string,
  path: string,
  info: VideoInfo,
  onComplaint: (words: string) => void,
): AsyncGenerator<Picture> {
  const filters = [
    `fps=${info.rate}:start_time=0`,
    "scale=w=trunc(iw*sar/2+0.5)*2:h=trunc(ih/2+0.5)*2",
    "setsar=1",
  ].join();
  const run = new FfmpegRun(
    ffmpeg,
    // V leaves cover pictures of music out.
    ["-i", inputName(path), "-map", "0:V:0", "-vf", filters].concat(
      ["-c:v", "ppm", "-f", "image2pipe", "-"],
    ),
    "stdout",
  );
  let frames = 0, complete = false;
  try {
    const bytes = new ByteReader(run.process.stdout);
    for (let picture; (picture = await readPpm(bytes)) !== null; frames++) yield picture;
    complete = true;
  } finally {
    if (!complete) run.kill();
  }
  const { success, complaint } = await run.end();
  if (!success && complaint === "") {
    throw new Error(`Cannot read ${path}: ffmpeg must read it to its end, but was ended before`);
  }
  if (frames === 0) {
    const words = complaint === "" ? "it holds none" : complaint;
    throw new Error(`Cannot read ${path}: it must hold a frame that can be read (${words})`);
  }
  if (complaint !== "") onComplaint(complaint);
}

/** Reads exactly as many bytes as asked for from a stream of chunks. */
class ByteReader {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>;
  #chunk = new Uint8Array();
  #at = 0;

  constructor(stream: ReadableStream<Uint8Array<ArrayBuffer>>) {
    this.#reader = stream.getReader();
  }

  /** False at the end of the stream, even when some bytes came. */
  async read(target: Uint8Array): Promise<boolean> {
    for (let filled = 0; filled < target.length;) {
      if (this.#at === this.#chunk.length) {
        const { done, value } = await this.#reader.read();
        if (done) return false;
        this.#chunk = value;
        this.#at = 0;
      }
      const part = this.#chunk.subarray(this.#at, this.#at + target.length - filled);
      target.set(part, filled);
      filled += part.length;
      this.#at += part.length;
    }
    return true;
  }
}

/** The next picture of a stream of binary PPM files; null at the end. */
async function readPpm(bytes: ByteReader): Promise<Picture | null> {
  const byte = new Uint8Array(1);
  let header = "";
  for (let lines = 0; lines < 3;) {
    if (!await bytes.read(byte)) return null;
    header += String.fromCharCode(byte[0]!);
    if (byte[0] === 10) lines++;
  }
  const match = /^P6\n(\d+) (\d+)\n255\n$/.exec(header);
  if (match === null) throw new Error(`internal: ffmpeg sent no PPM picture but ${header}`);
  const width = Number(match[1]), height = Number(match[2]);
  const pixels = new Uint8Array(width * height * 3);
  return await bytes.read(pixels) ? { width, height, pixels } : null;
}
