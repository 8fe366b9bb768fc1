/**
 * The arrows between folders: who may import whom, which folders know tensors, and no cycles. The
 * table is the project's architecture; a new arrow is a decision, made here.
 */
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = new URL("../", import.meta.url);

interface Rule {
  /** Folders that modules of this one may import, besides `records` and itself. */
  readonly folders: readonly string[];
  /** Packages of TensorFlow.js that it may import: a prefix, or none where no tensor is known. */
  readonly tensors: "none" | "core" | "all";
}

const rules: Readonly<Record<string, Rule>> = {
  "lib/records": { folders: [], tensors: "none" },
  "lib/ops": { folders: [], tensors: "core" },
  "lib/engine": { folders: ["lib/ops"], tensors: "all" },
  // The manifest and the report's curves: JSON and CSV, no modules.
  data: { folders: [], tensors: "none" },
  "lib/data": { folders: ["data"], tensors: "none" },
  "lib/metrics": { folders: [], tensors: "none" },
  "lib/models": { folders: ["lib/ops"], tensors: "core" },
  "lib/train": {
    // The optimizer is an op, so the training step names it itself.
    folders: ["lib/ops", "lib/engine", "lib/models", "lib/data", "lib/metrics"],
    tensors: "core",
  },
  // Explaining, finding and classifying faces are steps of an engine, like training.
  "lib/explain": {
    folders: ["lib/ops", "lib/engine", "lib/models", "lib/metrics"],
    tensors: "core",
  },
  "lib/faces": { folders: ["lib/engine", "lib/data", "lib/models"], tensors: "core" },
  "lib/figures": { folders: ["lib/metrics"], tensors: "none" },
  "lib/notebook": { folders: ["lib/figures", "lib/train"], tensors: "none" },
  experiments: { folders: ["lib"], tensors: "none" },
  apps: { folders: ["lib", "experiments", "data"], tensors: "all" },
  tests: { folders: ["lib", "experiments", "apps", "data"], tensors: "all" },
};

interface Module {
  readonly specifier: string;
  readonly dependencies?: readonly {
    readonly specifier: string;
    readonly code?: { readonly specifier?: string; readonly error?: string };
    readonly type?: { readonly specifier?: string };
  }[];
}

function sources(folder: string): string[] {
  return readdirSync(new URL(folder, root), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Every module of the project with what it imports, as `deno info` sees it. */
async function modules(): Promise<Module[]> {
  const folder = mkdtempSync(join(tmpdir(), "arrows-"));
  const entry = join(folder, "all.ts");
  const files = ["lib", "apps", "experiments", "tests"].flatMap(sources);
  const imports = files.map((file) => `import ${JSON.stringify(pathToFileURL(file).href)};`);
  Deno.writeTextFileSync(entry, imports.join("\n"));
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", "--config", fileURLToPath(new URL("deno.json", root)), entry],
    cwd: root,
  }).output();
  rmSync(folder, { recursive: true });
  assert(success, new TextDecoder().decode(stderr));
  const graph = JSON.parse(new TextDecoder().decode(stdout)) as { modules: Module[] };
  return graph.modules.filter((module) => module.specifier.startsWith(root.href));
}

const graph = await modules();

function pathOf(specifier: string): string {
  return specifier.slice(root.href.length);
}

function folderOf(specifier: string): string {
  const [first = "", second = ""] = pathOf(specifier).split("/");
  return first === "lib" ? `lib/${second}` : first;
}

function* imports(module: Module): Generator<string> {
  for (const { code, type, specifier } of module.dependencies ?? []) {
    yield code?.specifier ?? type?.specifier ?? specifier;
  }
}

/** Each import of the project that `isWrong` finds wrong, as `from → to`. */
function wrongImports(isWrong: (from: string, to: string) => boolean): string[] {
  return graph.flatMap((module) =>
    [...imports(module)]
      .filter((target) => isWrong(module.specifier, target))
      .map((target) => `${pathOf(module.specifier)} → ${target.replace(root.href, "")}`)
  );
}

Deno.test("every folder with modules has a rule", () => {
  assert(graph.length > 20, "the graph must hold the project's modules");
  const without = new Set(graph.map((module) => folderOf(module.specifier)))
    .difference(new Set(Object.keys(rules)));
  assert.deepEqual([...without], []);
});

Deno.test("modules import only folders that their folder's rule allows", () => {
  const wrong = wrongImports((from, to) => {
    if (!to.startsWith(root.href)) return to.startsWith("file:");
    const own = folderOf(from), other = folderOf(to);
    if (own === other || other === "lib/records") return false;
    const allowed = rules[own]?.folders ?? [];
    return !allowed.some((folder) => other === folder || other.startsWith(`${folder}/`));
  });
  assert.deepEqual(wrong, []);
});

Deno.test("modules import TensorFlow.js only where tensors are known", () => {
  const wrong = wrongImports((from, to) => {
    const name = /^npm:\/?(@tensorflow\/[^@/]+)/.exec(to)?.[1];
    if (name === undefined) return false;
    const tensors = rules[folderOf(from)]?.tensors ?? "none";
    return tensors === "none" || (tensors === "core" && name !== "@tensorflow/tfjs-core");
  });
  assert.deepEqual(wrong, []);
});

Deno.test("modules name packages through the import map, so that versions are in one place", () => {
  const wrong = graph.flatMap((module) =>
    (module.dependencies ?? [])
      .filter(({ specifier }) => /^(?:npm:|jsr:|https?:)/.test(specifier))
      .map(({ specifier }) => `${pathOf(module.specifier)} → ${specifier}`)
  );
  assert.deepEqual(wrong, []);
});

Deno.test("the rules allow no cycle between folders", () => {
  const visit = (folder: string, path: readonly string[]): void => {
    assert(!path.includes(folder), `cycle: ${[...path, folder].join(" → ")}`);
    for (const next of rules[folder]?.folders ?? []) visit(next, [...path, folder]);
  };
  for (const folder of Object.keys(rules)) visit(folder, []);
});

Deno.test("modules import values without a cycle", () => {
  // Types vanish when compiled, so two modules may know each other's.
  const values = (module: Module) =>
    (module.dependencies ?? []).map(({ code }) => code?.specifier).filter((to) => to !== undefined);
  const edges = new Map(graph.map((module) => [module.specifier, values(module)]));
  const done = new Set<string>();
  const path: string[] = [];
  const cycles: string[] = [];
  const visit = (specifier: string): void => {
    const start = path.indexOf(specifier);
    if (start >= 0) cycles.push([...path.slice(start), specifier].map(pathOf).join(" → "));
    if (start >= 0 || done.has(specifier)) return;
    path.push(specifier);
    for (const next of edges.get(specifier) ?? []) if (edges.has(next)) visit(next);
    path.pop();
    done.add(specifier);
  };
  for (const specifier of edges.keys()) visit(specifier);
  assert.deepEqual(cycles, []);
});

Deno.test("no module is a bag of helpers", () => {
  const bags = graph.map((module) => pathOf(module.specifier))
    .filter((path) => /(?:^|\/)(?:utils?|helpers?|common|misc)\.tsx?$/.test(path));
  assert.deepEqual(bags, []);
});
