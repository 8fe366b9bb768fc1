/**
 * What the bundle runs: tfjs-core's own specs on the project's TensorFlow backend, under Jasmine.
 * Plain JavaScript, as the packages' internal files that it imports carry no types. Only `build.ts`
 * makes it runnable: specs, engine and kernels must share one copy of tfjs-core.
 *
 *     deno run -A bundle.mjs RESULTS.json
 */
import { writeFileSync } from "node:fs";
import jasmineRequire from "jasmine-core/lib/jasmine-core/jasmine.js";
import "@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops.js";
import "@tensorflow/tfjs-core/dist/register_all_gradients.js";
import { setTestEnvs } from "@tensorflow/tfjs-core/dist/jasmine_util.js";
import { openTensorflow } from "../../lib/engine/tensorflow.ts";

const jasmine = jasmineRequire.core(jasmineRequire);
const env = jasmine.getEnv();
Object.assign(globalThis, jasmineRequire.interface(jasmine, env));
await openTensorflow({ device: "cpu", threads: 2, precision: "float32" });
setTestEnvs([{ name: "tensorflow", backendName: "tensorflow", flags: {}, isDataSync: true }]);
await import("@tensorflow/tfjs-core/dist/tests.js");

const results = [];
env.configure({ random: false, failSpecWithNoExpectations: false });
env.addReporter({
  specDone({ fullName, status, failedExpectations }) {
    const messages = failedExpectations.map(({ message }) => message.slice(0, 500));
    results.push({ name: fullName, status, message: messages.join("\n") });
  },
  jasmineDone({ failedExpectations }) {
    for (const { message } of failedExpectations) {
      results.push({ name: "outside of any spec", status: "failed", message });
    }
  },
});
await env.execute();
writeFileSync(process.argv[2], JSON.stringify(results));
