/** The list of people beside the stage: label, confidence, and a bar for each class. */
import { percent } from "lib/faces/percent.ts";
import { byId, make } from "./dom.ts";
import type { Person } from "./messages.ts";
import { title, type Verdict } from "./words.ts";

interface Card {
  readonly element: HTMLLIElement;
  readonly label: HTMLElement;
  readonly detail: HTMLElement;
  readonly bars: readonly { row: HTMLElement; fill: HTMLElement; value: HTMLElement }[];
}

export class PeoplePanel {
  readonly #list = byId("people", HTMLOListElement);
  readonly #count = byId("count", HTMLElement);
  readonly #classes: readonly string[];
  readonly #cards = new Map<number, Card>();

  constructor(classes: readonly string[]) {
    this.#classes = classes;
  }

  /** @param verdicts by person; who has none was not read yet */
  show(people: readonly Person[], verdicts: ReadonlyMap<number, Verdict>): void {
    const present = new Set(people.map(({ person }) => person));
    for (const [person, { element }] of this.#cards) {
      if (present.has(person)) continue;
      element.remove();
      this.#cards.delete(person);
    }
    for (const { person, probabilities } of people) {
      let card = this.#cards.get(person);
      if (!card) {
        card = this.#makeCard(person);
        this.#cards.set(person, card);
        this.#list.append(card.element);
      }
      const verdict = verdicts.get(person);
      if (probabilities && verdict) update(card, probabilities, this.#classes, verdict);
    }
    const n = people.length;
    setText(this.#count, n === 0 ? "none in view" : n === 1 ? "1 in view" : `${n} in view`);
  }

  /** @param words instead of a number, when nothing is looked at */
  clear(words: string): void {
    this.show([], new Map());
    setText(this.#count, words);
  }

  #makeCard(person: number): Card {
    const element = make("li", "person");
    element.dataset.person = String(person);
    const heading = make("h3", "who", `Person ${person}`);
    const verdict = make("p", "verdict");
    const label = make("span", "label", "…");
    const detail = make("span", "detail");
    verdict.append(label, " ", detail);
    const list = make("ul", "bars");
    list.setAttribute("aria-label", `Probabilities of person ${person}`);
    const bars = this.#classes.map((name) => {
      const row = make("li", "bar");
      const track = make("span", "track");
      const fill = make("span", "fill");
      const value = make("span", "value", percent(0));
      track.setAttribute("aria-hidden", "true");
      track.append(fill);
      row.append(make("span", "name", name), " ", track, " ", value);
      list.append(row);
      return { row, fill, value };
    });
    element.append(heading, verdict, list);
    return { element, label, detail, bars };
  }
}

function update(
  { element, label, detail, bars }: Card,
  probabilities: Float32Array,
  classes: readonly string[],
  verdict: Verdict,
): void {
  const { confidence, certain } = verdict;
  setText(label, title(verdict));
  setText(
    detail,
    certain ? percent(confidence) : `perhaps ${verdict.label}, ${percent(confidence)}`,
  );
  element.classList.toggle("uncertain", !certain);
  bars.forEach(({ row, fill, value }, i) => {
    const share = probabilities[i]!;
    row.dataset.share = String(share);
    row.classList.toggle("top", classes[i] === verdict.label);
    fill.style.setProperty("--share", share.toFixed(3));
    setText(value, percent(share));
  });
}

/** Writes only what changed, so that the page is not laid out anew for nothing. */
function setText(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
