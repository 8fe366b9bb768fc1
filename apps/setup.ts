/**
 * `deno task setup`: makes the Python environment `.venv` with JupyterLab, TensorFlow's library and
 * the project's Deno kernel. Every task that needs it calls `ensureSetup` itself.
 */
import { defineCommand, runCommand } from "./cli.ts";
import { ensureSetup } from "./setup/environment.ts";
import { tensorflowSystem } from "lib/engine/libraries.ts";

export { ensureSetup, type Environment } from "./setup/environment.ts";

const command = defineCommand({
  name: "setup",
  summary: "Makes .venv with JupyterLab, TensorFlow and the Deno kernel; quick when already done.",
  options: {
    device: {
      type: "string",
      choices: ["auto", "cpu", "cuda"],
      help: "which TensorFlow; auto takes CUDA's where an NVIDIA driver is present; remembered",
    },
  },
  json: "the environment's folder, interpreter and TensorFlow",
  async run({ options, say, print }) {
    const { folder, python, tensorflow, reason, changed } = await ensureSetup({
      ...(options.device === undefined ? {} : { choice: options.device }),
      say,
    });
    const tested = tensorflowSystem().tested && !tensorflow.includes("cuda");
    const note = tested ? "" : " This system or device was not tested by the authors.";
    print(
      { folder, python, tensorflow, reason, changed, tested },
      `${changed ? "Done" : "All there already"}: JupyterLab and ${tensorflow}, ` +
        `because ${reason}, in ${folder}.${note}`,
    );
  },
});

if (import.meta.main) await runCommand(command);
