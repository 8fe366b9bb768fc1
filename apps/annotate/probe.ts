/** What a video file says of itself, or in one line why it is of no use. */
import { inputName } from "lib/faces/ffmpeg.ts";

/** What a video file says of itself. */
export interface VideoInfo {
  /** Length in seconds; null where the file does not say. */
  readonly duration: number | null;
  /** Frames a second that the frames are read at, a fraction ffmpeg understands, e.g. `30000/1001`. */
  readonly rate: string;
  /** The same as a number. */
  readonly framesPerSecond: number;
  /** Codec of the first sound track; null where there is none. */
  readonly audio: string | null;
}

/** @throws Error in one line when the file is missing, no video, or damaged beyond reading */
export async function probeVideo(ffmpeg: string, path: string): Promise<VideoInfo> {
  const info = await Deno.stat(path).catch(() => null);
  const refuse = (reason: string) => new Error(`Cannot read ${path}: ${reason}`);
  if (info === null) throw refuse("there is no such file");
  if (!info.isFile) throw refuse("it must be a video file, but is a folder");
  if (info.size === 0) throw refuse("the file is empty");
  const { stderr } = await new Deno.Command(ffmpeg, {
    args: ["-hide_banner", "-nostdin", "-i", inputName(path)],
    stdin: "null",
    stdout: "null",
  }).output();
  const text = new TextDecoder().decode(stderr);
  const format = /^Input #0, (\S+),/m.exec(text)?.[1];
  if (format === undefined) {
    throw refuse(
      // ffmpeg may take any file for an MP4 by its name; it then doubts it itself.
      text.includes("moov atom not found") && !text.includes("misdetection possible")
        ? "the video is cut off: its index at the end is missing"
        : "it must be a video that ffmpeg knows, but is not",
    );
  }
  if (/_pipe$|^image2$/.test(format)) {
    throw refuse("it must be a video, but is a picture; use `deno task classify`");
  }
  const video = text.split("\n").find((line) =>
    /Stream #0.*: Video: /.test(line) && !line.includes("(attached pic)")
  );
  if (video === undefined) throw refuse("it must have pictures, but has none");
  const { rate, framesPerSecond } = frameRate(video);
  const time = /Duration: (\d+):(\d+):([\d.]+)/.exec(text);
  return {
    duration: time ? Number(time[1]) * 3600 + Number(time[2]) * 60 + Number(time[3]) : null,
    rate,
    framesPerSecond,
    audio: /Stream #0.*: Audio: (\w+)/.exec(text)?.[1] ?? null,
  };
}

/**
 * The least common rate that the file states, so that a video of varying rate loses no frame; where
 * that is only its clock (tens of thousands a second), the mean rate.
 */
function frameRate(line: string): { rate: string; framesPerSecond: number } {
  const stated = (unit: string) => {
    const match = new RegExp(`([\\d.]+)(k?) ${unit}\\b`).exec(line);
    return match ? Number(match[1]) * (match[2] === "k" ? 1000 : 1) : NaN;
  };
  const [mean, common] = [stated("fps"), stated("tbr")];
  const value = common <= 60 ? common : mean > 0 && mean <= 120 ? mean : 30;
  const ntsc = Math.round(value * 1.001);
  return Math.abs(ntsc / 1.001 - value) < 0.006 && Math.abs(ntsc - value) > 1e-9
    ? { rate: `${ntsc * 1000}/1001`, framesPerSecond: ntsc / 1.001 }
    : { rate: String(value), framesPerSecond: value };
}
