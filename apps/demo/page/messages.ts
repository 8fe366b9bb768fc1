/** What the page and its worker say to each other. Types only: both sides are bundled apart. */
import type { Face } from "lib/faces/face.ts";

/** Backends that run in a browser. */
export type PageBackend = "webgpu" | "wasm";

/** A heat map of the explained class. */
export interface Heat {
  readonly width: number;
  readonly height: number;
  /** `[height, width]`, 0 to 1. */
  readonly values: Float32Array;
  /** How far left of, and above, its own middle a cell looks, as a share of the side. */
  readonly shift: number;
}

/** One person in a frame. */
export interface Person {
  /** Counted from 1 in order of appearance. */
  readonly person: number;
  /** In pixels of the frame. */
  readonly face: Face;
  /** The square that the network saw, `[x, y, side]` in pixels of the frame. */
  readonly square: readonly [number, number, number];
  /** Smoothed over time in a live source; null until first classified. */
  readonly probabilities: Float32Array | null;
  /** Classified in this very frame. */
  readonly fresh: boolean;
  readonly heat: Heat | null;
}

/** Milliseconds of the parts of one frame; a part that did not run is absent. */
export interface Timings {
  /** From the bitmap to plain pixels. */
  readonly pixels?: number;
  readonly detect?: number;
  /** Following known faces between two searches. */
  readonly follow?: number;
  /** Cutting faces out and preparing them. */
  readonly prepare?: number;
  readonly network?: number;
}

/** What the worker says of a frame. */
export interface Reading {
  readonly width: number;
  readonly height: number;
  readonly people: readonly Person[];
  readonly timings: Timings;
}

/** What runs the network, in words for the page. */
export interface Runtime {
  readonly backend: PageBackend;
  readonly description: string;
}

export type Request =
  | { readonly kind: "open"; readonly backend: PageBackend | null }
  | {
    readonly kind: "read";
    readonly image: ImageBitmap;
    /** Seconds, from any start; must not run backwards within a source. */
    readonly time: number;
    /** A frame of a moving source; otherwise a picture of its own. */
    readonly live: boolean;
    readonly heat: boolean;
    /** A new source begins: forget the people of the last one. */
    readonly first: boolean;
  };

export type Reply =
  | { readonly kind: "opened"; readonly runtime: Runtime }
  | { readonly kind: "reading"; readonly reading: Reading }
  | { readonly kind: "failed"; readonly message: string };
