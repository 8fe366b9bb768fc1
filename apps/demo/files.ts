/** Everything that the server hands out, by its path: nothing else on the disk can be asked for. */
import { createRequire } from "node:module";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundlePage, packageFolder } from "./bundle.ts";
import type { ModelCard } from "./model_card.ts";

export interface ServedFile {
  readonly type: string;
  readonly read: () => Uint8Array<ArrayBuffer> | Promise<Uint8Array<ArrayBuffer>>;
}

const TYPES: Readonly<Record<string, string>> = {
  ".bin": "application/octet-stream",
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".safetensors": "application/octet-stream",
  ".svg": "image/svg+xml",
  ".ttf": "font/ttf",
  ".wasm": "application/wasm",
};

const PAGE = ["index.html", "base.css", "stage.css", "faces.css", "icon.svg"] as const;
const WEIGHTS = ["400Regular", "500Medium", "600SemiBold"] as const;
const BINARIES = ["", "-simd", "-threaded-simd"] as const;

/**
 * Bundles the page and lists its files.
 *
 * @param weights path of the model file
 */
export async function pageFiles(
  weights: string,
  card: ModelCard,
): Promise<Map<string, ServedFile>> {
  const files = new Map<string, ServedFile>();
  const add = (path: string, read: ServedFile["read"]) =>
    files.set(path, { type: TYPES[extname(path)]!, read });
  const fromDisk = (path: string, file: string) => add(path, () => Deno.readFile(file));
  const fromText = (path: string, text: string) => add(path, () => new TextEncoder().encode(text));
  const page = fileURLToPath(new URL("./page/", import.meta.url));
  for (const name of PAGE) {
    fromDisk(`/${name}`, join(page, name));
  }
  files.set("/", files.get("/index.html")!);
  for (const [name, contents] of await bundlePage()) {
    add(`/${name}`, () => new Uint8Array(contents));
  }
  fromText("/model.json", JSON.stringify(card));
  fromDisk("/model.safetensors", weights);
  const models = join(packageFolder("@vladmandic/face-api"), "model");
  fromDisk("/detector.bin", join(models, "ssd_mobilenetv1_model.bin"));
  const fonts = packageFolder("@expo-google-fonts/ibm-plex-sans");
  for (const name of WEIGHTS) {
    fromDisk(`/fonts/${name}.ttf`, join(fonts, name, `IBMPlexSans_${name}.ttf`));
  }
  const wasm = join(packageFolder("@tensorflow/tfjs-backend-wasm"), "wasm-out");
  for (const kind of BINARIES) {
    const name = `tfjs-backend-wasm${kind}.wasm`;
    fromDisk(`/wasm/${name}`, join(wasm, name));
  }
  fromDisk("/wasm/threaded.js", join(wasm, "tfjs-backend-wasm-threaded-simd.js"));
  fromText("/wasm/thread.js", threadScript(wasm));
  return files;
}

/** The script of a thread, which the package ships as a string; its line breaks stay escaped. */
function threadScript(folder: string): string {
  const file = join(folder, "tfjs-backend-wasm-threaded-simd.worker.js");
  const { wasmWorkerContents } = createRequire(import.meta.url)(file);
  return (wasmWorkerContents as string).replaceAll("\n", "\\n");
}
