import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { ServedFile } from "../../apps/demo/files.ts";
import { trustOf } from "../../apps/demo/model_card.ts";
import { answer, SECURITY_HEADERS, serve } from "../../apps/demo/server.ts";
import { encodeModel } from "../../lib/models/model_file.ts";
import { livelyModel } from "../helpers/lively_model.ts";
import { syntheticRun } from "../helpers/synthetic_run.ts";

const text = (content: string, type: string): ServedFile => ({
  type,
  read: () => new TextEncoder().encode(content),
});
const files = new Map([
  ["/", text("<p>page</p>", "text/html; charset=utf-8")],
  ["/main.js", text("1", "text/javascript; charset=utf-8")],
]);

const ask = (path: string, headers: Record<string, string> = {}, method = "GET") => {
  // A browser sets Host itself, so Request refuses it as a header in some runtimes only.
  const request = new Request(`http://127.0.0.1:8123${path}`, { method });
  for (const [name, value] of Object.entries({ host: "127.0.0.1:8123", ...headers })) {
    request.headers.set(name, value);
  }
  return answer(request, files, 8123);
};

Deno.test("answer() sends the page under the policy that keeps it to itself", async () => {
  const response = await ask("/");
  assert.equal(response.status, 200);
  assert.equal(await response.text(), "<p>page</p>");
  assert.equal(response.headers.get("content-type"), "text/html; charset=utf-8");
  const policy = response.headers.get("content-security-policy")!;
  assert.match(policy, /default-src 'self'/);
  assert.match(policy, /script-src 'self' 'wasm-unsafe-eval'(;|$)/);
  assert.doesNotMatch(policy, /https?:|\*|'unsafe-inline'|'unsafe-eval'|script-src[^;]*blob:/);
  assert.equal(response.headers.get("cross-origin-opener-policy"), "same-origin");
  assert.equal(response.headers.get("cross-origin-embedder-policy"), "require-corp");
  assert.match(response.headers.get("permissions-policy")!, /camera=\(self\)/);
});

Deno.test("answer() refuses other hosts and origins, with the same headers", async () => {
  assert.equal((await ask("/", { host: "localhost:8123" })).status, 200);
  assert.equal((await ask("/", { origin: "http://127.0.0.1:8123" })).status, 200);
  for (
    const [headers, status] of [
      [{ host: "evil.example" }, 421],
      [{ host: "evil.example:8123" }, 421],
      [{ host: "127.0.0.1:9999" }, 421],
      [{ host: "" }, 421],
      [{ origin: "http://evil.example" }, 403],
      [{ origin: "http://localhost:8123" }, 403],
      [{ origin: "null" }, 403],
    ] as const
  ) {
    const response = await ask("/", headers);
    assert.equal(response.status, status, JSON.stringify(headers));
    for (const name of Object.keys(SECURITY_HEADERS)) assert.ok(response.headers.has(name), name);
    assert.doesNotMatch(await response.text(), /page<\/p>/);
  }
});

Deno.test("answer() reads only, and only what is listed", async () => {
  const head = await ask("/main.js", {}, "HEAD");
  assert.deepEqual([head.status, head.headers.get("content-length"), head.body], [200, "1", null]);
  assert.equal((await ask("/main.js", {}, "POST")).status, 405);
  for (const path of ["/deno.json", "/../deno.json", "/%2e%2e/deno.json", "//etc/passwd"]) {
    assert.equal((await ask(path)).status, 404, path);
  }
});

Deno.test("serve() listens on this machine only and says when the port is taken", async () => {
  const server = serve(files, 0);
  try {
    const { port, hostname } = new URL(server.url);
    assert.equal(hostname, "127.0.0.1");
    assert.equal(await (await fetch(server.url)).text(), "<p>page</p>");
    assert.throws(
      () => serve(files, Number(port)),
      new RegExp(`port ${port} must be free, but is taken by another program.*--port`),
    );
  } finally {
    await server.close();
  }
});

Deno.test("trustOf() takes the threshold whose answers are right nine times in ten", () => {
  const run = syntheticRun();
  const { threshold, trust } = trustOf(run, 1);
  const { classes } = run.config.data;
  const given = run.predictions.filter(({ probabilities }) =>
    Math.max(...probabilities) >= threshold
  );
  const right = given.filter(({ label, probabilities }) =>
    label === classes[probabilities.indexOf(Math.max(...probabilities))]
  );
  assert.ok(given.length > 0 && given.length < run.predictions.length);
  assert.equal(trust.coverage, given.length / run.predictions.length);
  assert.equal(trust.precision, right.length / given.length);
  assert.ok(trust.precision >= 0.9 && trust.accuracy < trust.precision);
});

/** WCAG 2.2: (lighter + .05) / (darker + .05) of relative luminances. */
function contrast(a: string, b: string): number {
  const luminance = (colour: string) => {
    const [r, g, b] = [1, 3, 5].map((at) => {
      const value = parseInt(colour.slice(at, at + 2), 16) / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
  };
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high! + 0.05) / (low! + 0.05);
}

Deno.test("the page's colours have the contrast that WCAG AA asks for, light and dark", () => {
  const path = fileURLToPath(new URL("../../apps/demo/page/base.css", import.meta.url));
  const blocks = readFileSync(path, "utf8").matchAll(/:root \{([^}]*)\}/g);
  const schemes = Array.from(blocks, ([, block]) =>
    Object.fromEntries(
      Array.from(
        block!.matchAll(/--([\w-]+): (#[0-9a-f]{6})/g),
        ([, name, value]) => [name, value],
      ),
    ));
  assert.equal(schemes.length, 2);
  for (const scheme of schemes) {
    const ratio = (a: string, b: string) => contrast(scheme[a]!, scheme[b]!);
    for (const text of ["ink", "muted", "accent"]) {
      for (const ground of ["paper", "surface", "stage", "track"]) {
        const found = ratio(text, ground);
        assert.ok(found >= 4.5, `${text} on ${ground}: ${found.toFixed(2)}`);
      }
    }
    assert.ok(ratio("on-accent", "accent") >= 4.5);
    // What is not text needs 3.
    assert.ok(ratio("edge", "stage") >= 3, "edge of the stage");
  }
});

/** Runs the program until it has printed its first line of JSON, or has ended. */
async function startDemo(args: readonly string[]) {
  const root = fileURLToPath(new URL("../../", import.meta.url));
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", `${root}apps/demo.ts`, "--json", ...args],
    stdout: "piped",
    stderr: "piped",
    stdin: "null",
  }).spawn();
  const complaints = new Response(child.stderr).text();
  let text = "";
  for await (const part of child.stdout.pipeThrough(new TextDecoderStream())) {
    text += part;
    if (text.includes("\n}")) break;
  }
  return { child, complaints, output: text === "" ? null : JSON.parse(text) };
}

Deno.test("deno task demo serves the page and all that it needs, and Ctrl-C ends it with 130", async () => {
  const folder = await Deno.makeTempDir();
  const weights = `${folder}/weights.safetensors`;
  await Deno.writeFile(weights, encodeModel(livelyModel()));
  const { child, output } = await startDemo(["--port", "0", "--model", weights]);
  const { url, model } = output;
  assert.equal(model.origin, "weights for tests");
  assert.deepEqual([model.threshold, model.trust], [0.5, null]);
  const get = async (path: string) => {
    const response = await fetch(new URL(path, url));
    return { status: response.status, body: await response.bytes() };
  };
  const page = new TextDecoder().decode((await get("/")).body);
  const linked = Array.from(page.matchAll(/(?:src|href)="(\/[^"]+)"/g), ([, path]) => path!);
  assert.ok(linked.includes("/main.js") && linked.includes("/base.css"));
  for (const path of [...linked, "/worker.js", "/detector.bin", "/fonts/400Regular.ttf"]) {
    assert.equal((await get(path)).status, 200, path);
  }
  const { body } = await get("/model.safetensors");
  assert.ok(body.length > 10e6 && body.length <= 20 * 2 ** 20, `${body.length} bytes`);
  const port = new URL(url).port;
  const second = await startDemo(["--port", port, "--model", weights]);
  assert.equal((await second.child.status).code, 1);
  assert.match(await second.complaints, new RegExp(`^Cannot serve the page: port ${port} must be`));
  child.kill("SIGINT");
  assert.equal((await child.status).code, 130);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("deno task demo refuses a port out of range and an unknown model", async () => {
  const port = await startDemo(["--port", "70000"]);
  assert.equal((await port.child.status).code, 2);
  assert.match(await port.complaints, /--port: it must be from 0 to 65535, but is 70000/);
  const model = await startDemo(["--model", "no-such-network"]);
  assert.equal((await model.child.status).code, 1);
  assert.match(await model.complaints, /^Cannot open the model no-such-network/);
});
