/** Writes frames as a video. */
import type { Picture } from "lib/faces/picture.ts";
import { FfmpegRun, inputName } from "lib/faces/ffmpeg.ts";
import type { VideoInfo } from "./probe.ts";

/** Sound that an MP4 file can hold as it is; other sound is encoded anew as AAC. */
const MP4_AUDIO = ["aac", "mp3", "ac3", "eac3", "alac", "opus", "flac"];

/** Writes frames as H.264 in an MP4 file, with the sound of the video they came from. */
export class VideoWriter {
  readonly #run: FfmpegRun;
  readonly #path: string;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  #pending: Promise<void> = Promise.resolve();

  constructor(
    ffmpeg: string,
    path: string,
    source: string,
    info: VideoInfo,
    { width, height }: { readonly width: number; readonly height: number },
  ) {
    const sound = info.audio === null ? ["-map", "0:v"] : [
      ...["-i", inputName(source), "-map", "0:v", "-map", "1:a:0", "-c:a"],
      ...(MP4_AUDIO.includes(info.audio) ? ["copy"] : ["aac", "-b:a", "160k"]),
    ];
    this.#path = path;
    this.#run = new FfmpegRun(ffmpeg, [
      ...["-f", "rawvideo", "-pix_fmt", "rgb24", "-video_size", `${width}x${height}`],
      ...["-framerate", info.rate, "-i", "pipe:0", ...sound],
      ...["-c:v", "libx264", "-preset", "veryfast", "-crf", "20", "-pix_fmt", "yuv420p"],
      ...["-movflags", "+faststart", "-f", "mp4", inputName(path)],
    ], "stdin");
    this.#writer = this.#run.process.stdin.getWriter();
  }

  /** Hands a frame over; waits only while the one before is still on its way. */
  async write(frame: Picture): Promise<void> {
    await this.#pending;
    this.#pending = this.#writer.write(frame.pixels).catch(() => this.#fail());
    this.#pending.catch(() => {}); // Reported by the next call.
  }

  /** Completes the file. */
  async finish(): Promise<void> {
    await this.#pending;
    await this.#writer.close().catch(() => this.#fail());
    const { success, complaint } = await this.#run.end();
    if (!success) throw new Error(`Cannot write ${this.#path}: ffmpeg says: ${complaint}`);
  }

  /** Ends without a usable file. */
  async abandon(): Promise<void> {
    this.#run.kill();
    await this.#writer.abort().catch(() => {});
    await this.#run.end();
  }

  async #fail(): Promise<never> {
    const { complaint } = await this.#run.end();
    throw new Error(`Cannot write ${this.#path}: ffmpeg says: ${complaint || "nothing"}`);
  }
}
