/**
 * A whole run of `deno task annotate`, with the network handed in: read, watch, draw, write. Nothing
 * appears under its final name before all of it is complete.
 */
import { dirname } from "node:path";
import type { Classifier } from "lib/faces/classifier.ts";
import type { Detector } from "lib/faces/detector.ts";
import type { Picture } from "lib/faces/picture.ts";
import { type SeenPerson, Watcher } from "lib/faces/watcher.ts";
import { timelineFigure } from "lib/figures/timeline.ts";
import { Progress } from "lib/notebook/progress.ts";
import { writeFileAtomic } from "lib/records/atomic.ts";
import { Interrupted } from "../cli.ts";
import { findFfmpeg } from "lib/faces/ffmpeg.ts";
import { readFrames } from "./frames.ts";
import { drawPeople } from "./overlay.ts";
import { PeopleTable } from "./people_table.ts";
import { probeVideo } from "./probe.ts";
import { Timeline } from "./timeline.ts";
import { VideoWriter } from "./video_writer.ts";

export interface AnnotateOptions {
  readonly video: string;
  readonly out: string;
  readonly csv?: string | undefined;
  readonly timeline?: string | undefined;
  readonly every: number;
  /** Seconds. */
  readonly smooth: number;
  readonly margin: number;
  readonly align: boolean;
  readonly classifier: Classifier;
  readonly detector: Detector;
  /** Lays heat maps over the faces of a frame; left out when not asked for. */
  readonly explain?: (frame: Picture, people: readonly SeenPerson[]) => Promise<void>;
  readonly say: (line: string) => void;
  readonly signal?: AbortSignal;
}

export interface AnnotateOutcome {
  readonly frames: number;
  /** Length of the result in seconds. */
  readonly duration: number;
  readonly people: number;
  readonly framesPerSecond: number;
  readonly files: readonly string[];
  /** What was wrong with the video and did not keep the rest of it from being annotated. */
  readonly warnings: readonly string[];
}

/**
 * Annotates a video.
 *
 * @throws Error when the video cannot be read or a result not be written; no video is left then
 */
export async function annotateVideo(options: AnnotateOptions): Promise<AnnotateOutcome> {
  const { video, out, signal, classifier } = options;
  const { classes } = classifier.preprocess;
  const ffmpeg = findFfmpeg();
  const info = await probeVideo(ffmpeg, video);
  const files = [out, options.csv, options.timeline].filter((file) => file !== undefined);
  for (const file of files) await makeRoom(file);
  const temporary = `${out}.${crypto.randomUUID().slice(0, 8)}.tmp`;
  const warnings: string[] = [];
  const watcher = new Watcher({
    ...options,
    timeConstant: options.smooth,
    // A person who was away for a second is a new one.
    patience: Math.ceil(info.framesPerSecond / options.every),
  });
  const table = options.csv === undefined ? null : await PeopleTable.begin(options.csv, classes);
  const timeline = new Timeline(options.every / info.framesPerSecond);
  const total = info.duration === null ? null : Math.round(info.duration * info.framesPerSecond);
  const progress = new Progress({ total, unit: "frames" });
  const start = performance.now();
  let writer: VideoWriter | null = null;
  let frames = 0;
  try {
    for await (const frame of readFrames(ffmpeg, video, info, (words) => warnings.push(words))) {
      if (signal?.aborted) throw new Interrupted("Interrupted; nothing was written.");
      const time = frames / info.framesPerSecond;
      const fresh = watcher.searchesNext;
      const people = await watcher.look(frame, time);
      if (fresh) {
        await table?.write(time, people);
        timeline.add(time, people);
      }
      await options.explain?.(frame, people);
      drawPeople(frame, people, classes);
      writer ??= new VideoWriter(ffmpeg, temporary, video, info, frame);
      await writer.write(frame);
      progress.set(++frames);
    }
    await writer!.finish();
    if (options.timeline !== undefined) {
      const title = video.split(/[/\\]/).at(-1)!;
      const record = timeline.record(title, frames / info.framesPerSecond, classes);
      await writeFileAtomic(options.timeline, timelineFigure(record));
    }
    await table?.finish();
    await Deno.rename(temporary, out);
  } catch (error) {
    await writer?.abandon();
    await table?.abandon();
    await Deno.remove(temporary).catch(() => {}); // It may never have come to exist.
    throw error;
  } finally {
    await progress.finish();
  }
  const seconds = (performance.now() - start) / 1000;
  const duration = frames / info.framesPerSecond;
  if (info.duration !== null && duration < 0.9 * info.duration - 0.5) {
    warnings.push(
      `the video ends after ${duration.toFixed(1)} of the ${info.duration.toFixed(1)} s it states`,
    );
  }
  return {
    frames,
    duration,
    people: timeline.people,
    framesPerSecond: frames / seconds,
    files,
    warnings,
  };
}

/** Finds out before the work whether a result can take its name after it. */
async function makeRoom(file: string): Promise<void> {
  await Deno.mkdir(dirname(file), { recursive: true });
  const there = await Deno.stat(file).catch(() => null);
  if (there?.isDirectory) {
    throw new Error(`Cannot write ${file}: it must be the name of a file, but is a folder`);
  }
}
