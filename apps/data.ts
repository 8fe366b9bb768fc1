/** `deno task data`: finds, checks and describes the data sets. */
import {
  type ClassTable,
  type DataDescription,
  type DatasetDescription,
  describeData,
} from "../lib/data/describe.ts";
import { dataFolder, isFolder } from "../lib/data/locate.ts";
import type { GreyStatistics } from "../lib/data/preprocess.ts";
import { ORIGINS } from "../lib/data/where.ts";
import { defineCommand, runCommand } from "./cli.ts";

const command = defineCommand({
  name: "data",
  summary:
    "Finds the data sets in FER_DATA (default data/), checks them against the known hashes " +
    "and counts,\nand shows their classes, grey values and repeated pictures.",
  json: "the description of every data set",
  notes:
    "Exit status 1 when a data set is damaged or not what it should be. None found is no error.",
  async run({ json, say, print }) {
    const folder = dataFolder();
    const description: DataDescription = await isFolder(folder)
      ? await describeData(folder, json ? () => {} : say)
      : { folder, datasets: {}, missing: ["fer2013", "ferplus", "raf-db"] };
    print(description, text(description));
    const problems = Object.values(description.datasets).flatMap((dataset) => dataset.problems);
    if (problems.length > 0) {
      throw new Error(`The data sets are not as they should be: ${problems.join("; ")}`);
    }
  },
});

function text({ folder, datasets, missing }: DataDescription): string {
  const found = Object.values(datasets);
  return [
    ...found.map(datasetText),
    ...(found.length === 0
      ? [`No data set in ${folder}: notebooks and figures work from the recorded runs.`]
      : []),
    ...missing.map((name) => {
      const { title, files, from, licence } = ORIGINS[name];
      return [
        `${title}: not in ${folder}`,
        `  put there:  ${files}`,
        `  from:       ${from}`,
        `  licence:    ${licence}`,
      ].join("\n");
    }),
  ].join("\n\n");
}

function datasetText(dataset: DatasetDescription): string {
  const { name, form, files, tables, grey, report, duplicates, duplicatesSix, problems } = dataset;
  const checks = { same: "as known", other: "ANOTHER FILE", unlisted: "checked by its counts" };
  const widest = Object.values(tables).at(-1)!;
  return [
    `${ORIGINS[name].title} (${form})`,
    ...Object.entries(files).map(([file, { sha256, check }]) =>
      `  ${file}  sha256 ${sha256.slice(0, 12)}…  ${checks[check]}`
    ),
    "",
    ...tableText(widest),
    ...Object.entries(tables).slice(0, -1).map(([list, { training, validation }]) =>
      `  ${`${list} classes`.padEnd(14)}${number(training)}${number(validation)}`
    ),
    "",
    `  grey values, mean and deviation of the training pixels (σ within pictures at 64×64):`,
    `    six classes   ${greyText(grey.six)}`,
    `    all           ${greyText(grey.all)}`,
    ...(report === null
      ? []
      : [`    report        ${report.mean.toFixed(4)}          (${report.deviation.toFixed(4)})`]),
    "",
    `  repeated pictures: ${repeats(duplicates)}`,
    `    of six classes:  ${repeats(duplicatesSix)}`,
    ...problems.map((problem) => `  NOT AS KNOWN: ${problem}`),
  ].join("\n");
}

function tableText(table: ClassTable): string[] {
  const row = (name: string, { training, validation, ...parts }: Omit<ClassTable, "classes">) =>
    `  ${name.padEnd(14)}${number(training)}${number(validation)}` +
    `${number(parts.public)}${number(parts.private)}`;
  return [
    `  ${"".padEnd(14)}${"training".padStart(12)}${"validation".padStart(12)}` +
    `${"public".padStart(12)}${"private".padStart(12)}`,
    ...Object.entries(table.classes).map(([name, counts]) => row(name, counts)),
    row("all", table),
  ];
}

function greyText({ mean, std, meanDeviation }: GreyStatistics): string {
  return `${mean.toFixed(4)}  ${std.toFixed(4)}  (${meanDeviation.toFixed(4)})`;
}

function repeats(
  { distinct, repeated, acrossSplit, contradicting }: DatasetDescription["duplicates"],
): string {
  const n = (value: number) => value.toLocaleString("en");
  return `${n(repeated)} (${n(distinct)} differ); ${
    n(acrossSplit)
  } training pictures are also in ` +
    `validation, ${n(contradicting)} of them with another label`;
}

function number(value: number): string {
  return value.toLocaleString("en").padStart(12);
}

if (import.meta.main) await runCommand(command);
