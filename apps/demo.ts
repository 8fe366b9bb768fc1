/**
 * `deno task demo`: a page on this machine that reads faces from the camera, a video or a picture.
 * The network runs in the page; the server only hands out its files.
 */
import { defineCommand, runCommand, UsageError } from "./cli.ts";
import { pageFiles } from "./demo/files.ts";
import { modelCard } from "./demo/model_card.ts";
import { serve } from "./demo/server.ts";
import { MODEL_OPTION, openModel } from "./model.ts";

const command = defineCommand({
  name: "demo",
  summary: "Serves a page that reads faces from the camera, a video or a picture.",
  options: {
    port: {
      type: "integer",
      value: "N",
      default: 8123,
      help: "port of the page; 0 = any free one",
    },
    model: MODEL_OPTION,
  },
  json: "the page's address and what it says of the network",
  notes:
    "Open the printed address in a browser. Pictures stay in it: the network runs in the page,\n" +
    "on WebGPU where there is a graphics card, else on WebAssembly; ?backend=wasm or\n" +
    "?backend=webgpu after the address chooses one. Ctrl-C ends the server.",
  async run({ options, say, print }) {
    const { port } = options;
    if (port < 0 || port > 65535) {
      throw new UsageError(`Cannot use --port: it must be from 0 to 65535, but is ${port}.`);
    }
    const opened = await openModel(options.model);
    const card = await modelCard(opened);
    const server = serve(await pageFiles(opened.path, card), port);
    print({ url: server.url, model: card }, server.url);
    say(`${card.origin}. Open the address in a browser; Ctrl-C ends.`);
    await server.finished;
  },
});

if (import.meta.main) await runCommand(command);
