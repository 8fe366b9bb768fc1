/** `deno task lab`: opens JupyterLab on the notebooks, with the project's own Deno kernel. */
import { fileURLToPath } from "node:url";
import { defineCommand, runCommand, UsageError } from "./cli.ts";
import { startLab } from "./lab/server.ts";
import { ensureSetup } from "./setup.ts";

const command = defineCommand({
  name: "lab",
  summary: "Opens JupyterLab on the notebooks. Ctrl-C ends it.",
  options: {
    port: { type: "integer", value: "N", default: 8888, help: "port; another one if it is taken" },
    "no-browser": { type: "boolean", help: "only print the address" },
  },
  json: "the address, when the server answers",
  // JupyterLab has to end its kernels before this process ends.
  graceful: true,
  async run({ options, json, say, print, signal }) {
    if (options.port < 0 || options.port > 65535) {
      throw new UsageError(
        `Cannot open JupyterLab: --port must be 0 to 65535, but is ${options.port}.`,
      );
    }
    await ensureSetup({ say });
    const lab = await startLab({
      folder: fileURLToPath(new URL("../notebooks", import.meta.url)),
      port: options.port,
      browser: !options["no-browser"] && !json,
      log: Boolean(Deno.env.get("DEBUG")),
      signal,
    });
    print({ url: lab.url }, `JupyterLab: ${lab.url}`);
    const status = await lab.ended;
    if (status !== 0 && !signal.aborted) {
      throw new Error(`Cannot go on: JupyterLab must stay up, but ended with status ${status}.`);
    }
  },
});

if (import.meta.main) await runCommand(command);
