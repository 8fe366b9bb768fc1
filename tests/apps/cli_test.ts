/** The shared command line helper: parsing, help, exit statuses, and what an error looks like. */
import assert from "node:assert/strict";
import {
  commandStatus,
  defineCommand,
  helpText,
  parseCommand,
  UsageError,
} from "../../apps/cli.ts";

const command = defineCommand({
  name: "sample",
  summary: "A command for this test.",
  positionals: [{ name: "FILE", help: "a file" }, { name: "MORE", help: "others", optional: true }],
  options: {
    budget: { type: "string", choices: ["smoke", "full"], default: "full", help: "how long" },
    seed: { type: "integer", value: "N", help: "a seed" },
    set: { type: "string", value: "KEY=VALUE", multiple: true, help: "an override" },
    resume: { type: "boolean", short: "r", help: "go on" },
  },
  json: "nothing",
  run({ positionals }) {
    if (positionals[0] === "bad") throw new Error("Cannot read bad:\n  it is bad.");
  },
});

Deno.test("parseCommand() gives typed values and defaults when options are given", () => {
  const parsed = parseCommand(command, ["a", "--seed", "3", "--set", "x=1", "--set=y=2", "-r"]);
  assert(parsed !== "help");
  const seed: number | undefined = parsed.options.seed;
  const budget: "smoke" | "full" = parsed.options.budget;
  assert.deepEqual([seed, budget, parsed.options.set, parsed.options.resume, parsed.json], [
    3,
    "full",
    ["x=1", "y=2"],
    true,
    false,
  ]);
  assert.deepEqual(parsed.positionals, ["a"]);
});

Deno.test("parseCommand() refuses wrong use with what is wrong", () => {
  const wrong: [string[], RegExp][] = [
    [[], /FILE is missing/],
    [["a", "b", "c"], /"c" is one argument too many/],
    [["a", "--seed", "x"], /--seed: it must be a number, but is "x"/],
    [["a", "--seed", "1.5"], /a whole number/],
    [["a", "--seed", ""], /a number/],
    [["a", "--budget", "tiny"], /one of smoke, full, but is "tiny"/],
    [["a", "--unknown"], /--unknown/],
  ];
  for (const [args, message] of wrong) {
    assert.throws(() => parseCommand(command, args), (error) => {
      assert(error instanceof UsageError);
      assert.match(error.message, message);
      return true;
    });
  }
});

Deno.test("parseCommand() takes a number below zero for the value that it is", () => {
  const { options } = parseCommand(command, ["a", "--seed", "-3"]) as { options: { seed: number } };
  assert.equal(options.seed, -3);
});

Deno.test("helpText() lists every argument when asked", () => {
  const text = helpText(command);
  for (
    const part of [
      "Usage: deno task sample FILE [MORE] [OPTIONS]",
      "--seed N",
      "how long (one of smoke, full; default full)",
      "an override (may be repeated)",
      "-r, --resume",
      "--json",
    ]
  ) assert(text.includes(part), `${part} must be in:\n${text}`);
});

Deno.test("commandStatus() returns 0, 1 or 2 and prints one line when it fails", async () => {
  const lines: string[] = [];
  const original = console.error;
  console.error = (line: string) => lines.push(line);
  try {
    assert.equal(await commandStatus(command, ["good"]), 0);
    assert.equal(await commandStatus(command, ["bad"]), 1);
    assert.equal(await commandStatus(command, []), 2);
  } finally {
    console.error = original;
  }
  assert.deepEqual(lines, [
    "Cannot read bad: it is bad.",
    "Cannot run sample: FILE is missing. See `deno task sample --help`.",
  ]);
});
