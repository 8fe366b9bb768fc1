/** The page: opens a source, has its frames read by the worker, and shows what was read. */
import type { ModelCard } from "../model_card.ts";
import { Analyst } from "./analyst.ts";
import { Announcer } from "./announcer.ts";
import { showCard, showRuntime } from "./facts.ts";
import { Notice } from "./notice.ts";
import { PeoplePanel } from "./people_panel.ts";
import { Player } from "./player.ts";
import { Reader } from "./reader.ts";
import { SourceBar } from "./source_bar.ts";
import { Stage } from "./stage.ts";
import { Tools } from "./tools.ts";
import type { PageBackend } from "./messages.ts";

/** `?backend=` after the address. */
function wantedBackend(): PageBackend | null {
  const wanted = new URLSearchParams(location.search).get("backend");
  if (wanted === null || wanted === "webgpu" || wanted === "wasm") return wanted;
  throw new Error(`backend must be webgpu or wasm, but is ${wanted}`);
}

async function start(notice: Notice): Promise<void> {
  const answer = await fetch("/model.json");
  const card: ModelCard = await answer.json();
  showCard(card);
  const analyst = new Analyst();
  showRuntime(await analyst.open(wantedBackend()));
  const stage = new Stage();
  const panel = new PeoplePanel(card.classes);
  const reader = new Reader({ analyst, stage, panel, card, announcer: new Announcer(), notice });
  const player = new Player({ stage, reader, notice });
  const tools = new Tools({ player, reader, stage, card });
  new SourceBar(player, tools, notice);
  notice.welcome();
}

// A file dropped before the network is ready must not take the page's place.
for (const type of ["dragover", "drop"]) addEventListener(type, (event) => event.preventDefault());
const notice = new Notice();
start(notice).catch((error) => {
  const other = location.search.includes("wasm")
    ? ""
    : " With ?backend=wasm after the address the page uses WebAssembly.";
  notice.show("The network could not be opened", `${(error as Error).message}.${other}`);
});
