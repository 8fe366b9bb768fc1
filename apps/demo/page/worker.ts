/**
 * The page's worker: networks, and nothing else, so that the page itself never waits. It fetches
 * the weights from the page's own server and answers one request at a time.
 */
import ssd from "@vladmandic/face-api/model/ssd_mobilenetv1_model-weights_manifest.json" with {
  type: "json",
};
import type { Engine } from "lib/engine/engine.ts";
import { openTfjs } from "lib/engine/tfjs.ts";
import { createExplainer, type Explainer } from "lib/explain/explainer.ts";
import { createClassifier } from "lib/faces/classifier.ts";
import { fromRgba, type Picture } from "lib/faces/picture.ts";
import { createSsdDetector } from "lib/faces/ssd_detector.ts";
import { decodeModel } from "lib/models/model_file.ts";
import { Analysis } from "./analysis.ts";
import type { PageBackend, Reading, Reply, Request, Runtime } from "./messages.ts";

const scope = self as unknown as {
  onmessage: ((event: MessageEvent<Request>) => void) | null;
  postMessage(reply: Reply): void;
};

/** Longer side of frames when searched for faces, in pixels: a fifth of the work of 512. */
const LIVE_INPUT = 256;
/** More threads than this gain little on pictures of 64 pixels. */
const MAX_THREADS = 4;

let analysis: Analysis | undefined;

async function open(wanted: PageBackend | null): Promise<Runtime> {
  const [model, detector] = await Promise.all([
    bytes("/model.safetensors"),
    bytes("/detector.bin"),
  ]);
  const runtime = await openBackend(wanted);
  const { engine } = runtime;
  const decoded = decodeModel(model, "the model file");
  let explainer: Explainer | undefined;
  const classifier = createClassifier(engine, decoded);
  const created = new Analysis({
    liveDetector: createSsdDetector(engine, ssd, detector, { inputSize: LIVE_INPUT }),
    stillDetector: createSsdDetector(engine, ssd, detector),
    classifier,
    explainer: () => explainer ??= createExplainer(engine, decoded),
  });
  // The first pass prepares kernels, so that the first face does not wait for them.
  const { size } = decoded.preprocess;
  await classifier.predict(new Float32Array(size * size), 1);
  analysis = created;
  return { backend: runtime.backend, description: runtime.description };
}

/** WebGPU where there is a real graphics card, else WebAssembly; or the one that is asked for. */
async function openBackend(wanted: PageBackend | null): Promise<Runtime & { engine: Engine }> {
  const backend = wanted ?? (await hasGraphicsCard() ? "webgpu" : "wasm");
  if (backend === "webgpu") {
    return { backend, engine: await openTfjs("webgpu"), description: "WebGPU" };
  }
  const { getThreadsCount, setThreadsCount, setWasmPaths } = await import(
    "@tensorflow/tfjs-backend-wasm"
  );
  setWasmPaths("/wasm/");
  setThreadsCount(Math.min(MAX_THREADS, navigator.hardwareConcurrency));
  const engine = await openTfjs("wasm");
  const threads = crossOriginIsolated ? getThreadsCount() : 1;
  const description = `WebAssembly, ${threads} ${threads === 1 ? "thread" : "threads"}`;
  return { backend, engine, description };
}

interface Gpu {
  requestAdapter(): Promise<{ readonly info?: { readonly isFallbackAdapter?: boolean } } | null>;
}

async function hasGraphicsCard(): Promise<boolean> {
  const { gpu } = navigator as unknown as { gpu?: Gpu };
  const adapter = await gpu?.requestAdapter();
  return !!adapter && adapter.info?.isFallbackAdapter !== true;
}

async function bytes(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(path);
  if (response.ok) return new Uint8Array(await response.arrayBuffer());
  throw new Error(`Cannot load ${path}: the server must have it, but answers ${response.status}`);
}

async function read(request: Extract<Request, { kind: "read" }>): Promise<Reading> {
  if (!analysis) throw new Error("internal: a frame came before the networks were open");
  const start = performance.now();
  const picture = pixelsOf(request.image);
  const pixels = performance.now() - start;
  if (request.first) analysis.reset();
  const reading = request.live
    ? await analysis.frame(picture, request)
    : await analysis.still(picture, request);
  return { ...reading, timings: { pixels, ...reading.timings } };
}

let canvas: OffscreenCanvas | undefined;

/** On white where it is transparent, as the other programs read it. */
function pixelsOf(image: ImageBitmap): Picture {
  const { width, height } = image;
  if (canvas?.width !== width || canvas.height !== height) {
    canvas = new OffscreenCanvas(width, height);
  }
  const context = canvas.getContext("2d", { willReadFrequently: true })!;
  context.fillStyle = "#ffffff";
  context.fillRect(0, 0, width, height);
  context.drawImage(image, 0, 0);
  image.close();
  return fromRgba(width, height, context.getImageData(0, 0, width, height).data);
}

scope.onmessage = async ({ data }: MessageEvent<Request>) => {
  try {
    scope.postMessage(
      data.kind === "open"
        ? { kind: "opened", runtime: await open(data.backend) }
        : { kind: "reading", reading: await read(data) },
    );
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    scope.postMessage({ kind: "failed", message });
  }
};
