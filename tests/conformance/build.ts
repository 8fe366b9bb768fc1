/**
 * Bundles tfjs-core's own spec suite together with the project's engine. A bundle is needed because
 * the published specs are modules for bundlers (imports without file endings), and because they
 * must meet the engine on one and the same copy of tfjs-core. The npm packages are laid out in a
 * folder of their own in `.cache/`; everything is built again only when a source changes.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type Plugin, stop } from "esbuild";

const root = fileURLToPath(new URL("../../", import.meta.url));
// As deep in the project as the engine, which finds TensorFlow from its own place.
const folder = join(root, ".cache", "conformance");
const bundle = join(folder, "bundle.mjs");

const PACKAGES = [
  "@tensorflow/tfjs",
  "@tensorflow/tfjs-core",
  "@tensorflow/tfjs-node-gpu",
  "jasmine-core",
];

/** Packages of the bundle, at the versions of the import map. */
function dependencies(): Record<string, string> {
  const { imports } = JSON.parse(readFileSync(join(root, "deno.json"), "utf8"));
  const result: Record<string, string> = {};
  for (const name of PACKAGES) result[name] = pinned(imports, name);
  return result;
}

function pinned(imports: Readonly<Record<string, string>>, name: string): string {
  const entry = imports[name] ?? imports[`${name}/`];
  const version = entry?.match(/@([\d.]+)\/?$/)?.[1];
  if (version === undefined) {
    throw new Error(
      `Cannot bundle the specs: deno.json must pin ${name} to one version, but has ${entry}`,
    );
  }
  return version;
}

/** A hash over everything that ends up in the bundle. */
function fingerprint(packages: Record<string, string>): string {
  const hash = createHash("sha256").update(JSON.stringify(packages));
  for (const part of ["lib/engine", "lib/ops", "tests/conformance"]) {
    for (
      const name of readdirSync(join(root, part), { recursive: true, encoding: "utf8" }).sort()
    ) {
      if (/\.(ts|js)$/.test(name)) hash.update(name).update(readFileSync(join(root, part, name)));
    }
  }
  return hash.digest("hex");
}

async function install(packages: Record<string, string>) {
  writeFileSync(join(folder, "package.json"), JSON.stringify({ dependencies: packages }));
  writeFileSync(join(folder, "deno.json"), JSON.stringify({ nodeModulesDir: "auto", lock: false }));
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["install", "--quiet"],
    cwd: folder,
    stdout: "null",
    stderr: "piped",
  }).output();
  if (!success) {
    throw new Error(
      `Cannot lay out the packages of the specs: ${new TextDecoder().decode(stderr)}`,
    );
  }
}

/**
 * tfjs-node is published as functions with prototypes, the specs' tfjs-core as classes, which such a
 * function cannot call as its super-constructor: let it construct instead.
 */
const constructSuper: Plugin = {
  name: "construct super",
  setup({ onLoad }) {
    onLoad({ filter: /nodejs_kernel_backend\.js$/ }, ({ path }) => {
      const source = readFileSync(path, "utf8");
      const contents = source.replace(
        "_super.call(this) || this",
        "Reflect.construct(_super, [], new.target)",
      );
      if (contents === source) throw new Error(`internal: no call of the super-class in ${path}`);
      return { contents };
    });
  },
};

/** Path of the bundle, made when it is missing or older than a source. */
export async function buildConformance(): Promise<string> {
  const packages = dependencies();
  const key = fingerprint(packages);
  const keyFile = join(folder, "fingerprint");
  if (existsSync(bundle) && existsSync(keyFile) && readFileSync(keyFile, "utf8") === key) {
    return bundle;
  }
  mkdirSync(folder, { recursive: true });
  await install(packages);
  await build({
    entryPoints: [join(root, "tests", "conformance", "specs.js")],
    outfile: bundle,
    bundle: true,
    format: "esm",
    platform: "node",
    mainFields: ["module", "main"],
    nodePaths: [join(folder, "node_modules")],
    // The packages call themselves free of side effects: every spec would be left out.
    ignoreAnnotations: true,
    // Packages for Node that are bundled into a module still call require for Node's own.
    banner: {
      js:
        'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
    },
    plugins: [constructSuper],
    logLevel: "error",
  });
  await stop();
  writeFileSync(keyFile, key);
  return bundle;
}
