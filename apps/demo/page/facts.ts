/** What the page says of its network: origin, calibration, what its labels mean and do not mean. */
import type { ModelCard } from "../model_card.ts";
import { byId, make } from "./dom.ts";
import type { Runtime } from "./messages.ts";
import { percent } from "lib/faces/percent.ts";

export function showCard(card: ModelCard): void {
  const { title, origin, bytes } = card;
  const size = (bytes / 2 ** 20).toFixed(1);
  byId("origin", HTMLElement).textContent = `${title} (${origin}), ${size} MiB`;
  const details = byId("trust-details", HTMLDetailsElement);
  details.open = matchMedia("(min-width: 861px)").matches; // Where it pushes nothing away.
  byId("trust", HTMLElement).replaceChildren(
    ...trustWords(card).map((words) => make("p", "", words)),
  );
}

export function showRuntime({ backend, description }: Runtime): void {
  const runtime = byId("runtime", HTMLElement);
  runtime.dataset.backend = backend;
  runtime.textContent = `Runs in this page on ${description}`;
}

/** Paragraphs on how far the answers can be trusted. */
export function trustWords({ classes, threshold, trust, temperature }: ModelCard): string[] {
  const words = [];
  if (trust === null) {
    words.push(
      `Below ${percent(threshold)} the page says “uncertain”: such a label is more likely wrong ` +
        "than right. No validation record lies beside this network, so how often its labels are " +
        "right is not known.",
    );
  } else {
    const { pictures, accuracy, precision, coverage, calibrationError } = trust;
    const n = pictures.toLocaleString("en");
    words.push(
      `Below ${percent(threshold)} the page says “uncertain”. On ${n} validation faces ` +
        `${percent(coverage)} got a label, and ${percent(precision)} of these labels were right; ` +
        `with a label for every face it would be ${percent(accuracy)}.`,
      `Probabilities are calibrated on these faces (temperature ${
        temperature.toFixed(2)
      }): there ` +
        `they are off by ${(calibrationError.after * 100).toFixed(1)} points on average, ` +
        `by ${(calibrationError.before * 100).toFixed(1)} without.`,
    );
  }
  if (!classes.includes("neutral")) {
    words.push("The network knows no neutral face: a calm one is given one of its labels too.");
  }
  words.push("It reads how a face looks, which is not what a person feels.");
  return words;
}
