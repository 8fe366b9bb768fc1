/**
 * Bundles the page's scripts at the start of the program: they are TypeScript and share the
 * project's networks and preprocessing. Packages come from Deno's own cache, so nothing is
 * installed and nothing is fetched from a CDN.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type Plugin, stop } from "esbuild";

const root = fileURLToPath(new URL("../../", import.meta.url));
const page = fileURLToPath(new URL("./page/", import.meta.url));

/** Packages that the scripts import by name. */
const PACKAGES = [
  "@tensorflow/tfjs-core",
  "@tensorflow/tfjs-backend-cpu",
  "@tensorflow/tfjs-backend-wasm",
  "@tensorflow/tfjs-backend-webgpu",
  "@vladmandic/face-api",
];

/** Folder of a package at the import map's version; `from` is a file of the package that needs it. */
export function packageFolder(name: string, from?: string): string {
  const require = createRequire(from ?? import.meta.url);
  return dirname(
    from === undefined
      ? fileURLToPath(import.meta.resolve(`${name}/package.json`))
      : require.resolve(`${name}/package.json`),
  );
}

/** Name to folder, of the packages and of what they need in turn. */
function packageFolders(): Record<string, string> {
  const folders: Record<string, string> = {};
  const visit = (name: string, from?: string) => {
    if (name in folders) return;
    const folder = packageFolder(name, from);
    folders[name] = folder;
    const manifest = join(folder, "package.json");
    const { dependencies = {} } = JSON.parse(readFileSync(manifest, "utf8"));
    for (const needed of Object.keys(dependencies)) {
      if (!needed.startsWith("@types/")) visit(needed, manifest);
    }
  };
  for (const name of PACKAGES) visit(name);
  return folders;
}

/**
 * The WASM backend makes its threads' scripts out of strings, which the page's policy forbids. The
 * same scripts are served as files instead; see `files.ts`.
 */
const threadsFromFiles: Plugin = {
  name: "threads from files",
  setup({ onLoad }) {
    onLoad({ filter: /tfjs-backend-wasm.*backend_wasm\.js$/ }, ({ path }) => {
      let contents = readFileSync(path, "utf8");
      for (
        const [pattern, replacement] of [
          [
            /const response = wasmWorkerContents[\s\S]*?return URL\.createObjectURL\(blob\);/,
            'return "/wasm/thread.js";',
          ],
          [
            /factoryConfig\.mainScriptUrlOrBlob = new Blob\([\s\S]*?\}\);/,
            'factoryConfig.mainScriptUrlOrBlob = "/wasm/threaded.js";',
          ],
        ] as const
      ) {
        if (!pattern.test(contents)) throw new Error(`internal: ${path} is not as expected`);
        contents = contents.replace(pattern, replacement);
      }
      return { contents };
    });
  },
};

/**
 * The engine imports the whole of tfjs for the gradients it registers. For a browser, the core has
 * them in a file of its own, and the rest, several times as large, stays away.
 */
function gradientsOnly(folders: Readonly<Record<string, string>>): Record<string, string> {
  const core = folders["@tensorflow/tfjs-core"]!;
  return { "@tensorflow/tfjs": join(core, "dist", "register_all_gradients.js") };
}

/** The scripts by their name on the server, `main.js` and `worker.js` among them. */
export async function bundlePage(): Promise<Map<string, Uint8Array>> {
  const folders = packageFolders();
  const { outputFiles } = await build({
    entryPoints: [join(page, "main.ts"), join(page, "worker.ts")],
    outdir: "/",
    write: false,
    bundle: true,
    splitting: true,
    minify: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    chunkNames: "chunk-[hash]",
    alias: { lib: join(root, "lib"), ...folders, ...gradientsOnly(folders) },
    plugins: [threadsFromFiles],
    logLevel: "silent",
  });
  await stop();
  return new Map(outputFiles.map(({ path, contents }) => [basename(path), contents]));
}
