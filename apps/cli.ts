/**
 * What all command line programs share: options parsed to typed values, `--help` built from the same
 * table, `--json` on stdout and everything else on stderr, and the exit statuses 0 done, 1 failed,
 * 2 wrong use, 130 interrupted. An error is one line; its stack is shown when DEBUG is set.
 *
 *     const command = defineCommand({
 *       name: "train",
 *       summary: "Trains an experiment.",
 *       positionals: [{ name: "EXPERIMENT", help: "its name" }],
 *       options: { seed: { type: "integer", value: "N", default: 1, help: "seed of the run" } },
 *       json: "the run's summary",
 *       async run({ options, positionals, say, print, signal }) { … },
 *     });
 *     if (import.meta.main) await runCommand(command);
 */
import { parseArgs, type ParseArgsConfig } from "node:util";

/** One option. `--help` shows `help`, the choices and the default. */
export interface OptionSpec {
  readonly type: "boolean" | "string" | "integer" | "number";
  readonly help: string;
  /** Placeholder of the value in the help, e.g. `NAME`. */
  readonly value?: string;
  readonly short?: string;
  readonly choices?: readonly string[];
  readonly default?: string | number;
  /** May be given several times; the value is then an array. */
  readonly multiple?: boolean;
}
export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

type Single<O extends OptionSpec> = O extends { choices: readonly (infer C extends string)[] } ? C
  : O["type"] extends "string" ? string
  : number;
type Value<O extends OptionSpec> = O["type"] extends "boolean" ? boolean
  : O extends { multiple: true } ? readonly Single<O>[]
  : O extends { default: string | number } ? Single<O>
  : Single<O> | undefined;

/** The typed values of a table of options. */
export type OptionValues<O extends OptionSpecs> = { readonly [K in keyof O]: Value<O[K]> };

export interface PositionalSpec {
  readonly name: string;
  readonly help: string;
  readonly optional?: boolean;
  /** Takes all that follow; only the last may. */
  readonly rest?: boolean;
}

export interface CommandContext<O extends OptionSpecs> {
  readonly options: OptionValues<O>;
  readonly positionals: readonly string[];
  /** Whether `--json` was given. */
  readonly json: boolean;
  /** Aborted by the first Ctrl-C or SIGTERM of a `graceful` command. */
  readonly signal: AbortSignal;
  /** One line for the person, on stderr. */
  say(line: string): void;
  /** The result, on stdout: `value` with `--json`, else `text`. */
  print(value: unknown, text: string): void;
}

export interface Command<O extends OptionSpecs = OptionSpecs> {
  readonly name: string;
  /** One or two sentences, shown first in the help. */
  readonly summary: string;
  readonly positionals?: readonly PositionalSpec[];
  readonly options?: O;
  /** What `--json` prints, in words. */
  readonly json: string;
  /** Shown after the options, e.g. an example. */
  readonly notes?: string;
  /**
   * Ctrl-C, and SIGTERM, which schedulers send before the time is up, only abort `signal`, so that
   * `run` can finish tidily; a second Ctrl-C ends at once.
   */
  readonly graceful?: boolean;
  run(context: CommandContext<O>): Promise<void> | void;
}

/** Wrong use of a command: exit status 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** What `make` gives; an error that it throws is told as wrong use. */
export function asUsage<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    const { message } = error as Error;
    throw new UsageError(/[.!?]$/.test(message) ? message : `${message}.`, { cause: error });
  }
}

/** The work was stopped by the person: exit status 130. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
  constructor(message = "Interrupted.") {
    super(message);
  }
}

/** Gives a command its types; adds nothing. */
export function defineCommand<const O extends OptionSpecs = Record<never, never>>(
  command: Command<O>,
): Command<O> {
  return command;
}

/** Parses `args`, runs the command and ends the process with its exit status. */
export async function runCommand<O extends OptionSpecs>(
  command: Command<O>,
  args: readonly string[] = Deno.args,
): Promise<never> {
  Deno.exit(await commandStatus(command, args));
}

/** As `runCommand`, but returns the exit status. */
export async function commandStatus<O extends OptionSpecs>(
  command: Command<O>,
  args: readonly string[],
): Promise<number> {
  const abort = new AbortController();
  const stop = () => abort.abort(new Interrupted());
  let interrupts = 0;
  const onInterrupt = () => {
    if (!command.graceful || ++interrupts > 1) Deno.exit(130);
    stop();
  };
  const terminable = command.graceful && Deno.build.os !== "windows";
  Deno.addSignalListener("SIGINT", onInterrupt);
  if (terminable) Deno.addSignalListener("SIGTERM", stop);
  try {
    const parsed = parseCommand(command, args);
    if (parsed === "help") {
      console.log(helpText(command));
      return 0;
    }
    await command.run({
      ...parsed,
      signal: abort.signal,
      say: (line) => console.error(line),
      print: (value, text) => console.log(parsed.json ? JSON.stringify(value, null, 2) : text),
    });
    return abort.signal.aborted ? 130 : 0;
  } catch (error) {
    return report(command.name, error);
  } finally {
    Deno.removeSignalListener("SIGINT", onInterrupt);
    if (terminable) Deno.removeSignalListener("SIGTERM", stop);
  }
}

function report(name: string, error: unknown): number {
  const message = error instanceof Error ? error.message || error.name : String(error);
  const line = message.replace(/\s*\n\s*/g, " ");
  if (error instanceof Interrupted) {
    console.error(line);
    return 130;
  }
  if (error instanceof UsageError) {
    console.error(`${line} See \`deno task ${name} --help\`.`);
    return 2;
  }
  console.error(Deno.env.get("DEBUG") && error instanceof Error ? error.stack : line);
  return 1;
}

/** Parses `args` by the command's table; throws `UsageError`. */
export function parseCommand<O extends OptionSpecs>(
  command: Command<O>,
  args: readonly string[],
): "help" | Pick<CommandContext<O>, "options" | "positionals" | "json"> {
  const specs: OptionSpecs = command.options ?? {};
  const config: NonNullable<ParseArgsConfig["options"]> = {
    help: { type: "boolean", short: "h" },
    json: { type: "boolean" },
  };
  for (const [name, spec] of Object.entries(specs)) {
    config[name] = {
      type: spec.type === "boolean" ? "boolean" : "string",
      multiple: spec.multiple ?? false,
      ...(spec.short === undefined ? {} : { short: spec.short }),
    };
  }
  let parsed;
  try {
    const given = joinNegative(args, specs);
    parsed = parseArgs({ args: given, options: config, allowPositionals: true });
  } catch (error) {
    const reason = (error instanceof Error ? error.message : String(error)).split(/\. |\n/)[0];
    throw new UsageError(`Cannot run ${command.name}: ${reason?.replace(/\.$/, "")}.`);
  }
  if (parsed.values.help === true) return "help";
  const values: Record<string, unknown> = {};
  for (const [name, spec] of Object.entries(specs)) {
    const given = parsed.values[name];
    if (spec.type === "boolean") values[name] = given === true;
    else if (Array.isArray(given)) values[name] = given.map((v) => convert(name, spec, String(v)));
    else if (given !== undefined) values[name] = convert(name, spec, String(given));
    else values[name] = spec.multiple ? [] : spec.default;
  }
  checkPositionals(command.name, command.positionals ?? [], parsed.positionals);
  return {
    options: values as OptionValues<O>,
    positionals: parsed.positionals,
    json: parsed.values.json === true,
  };
}

/** `--margin -0.2` as `--margin=-0.2`, which a parser cannot take for another option. */
function joinNegative(args: readonly string[], specs: OptionSpecs): string[] {
  const joined: string[] = [];
  for (const arg of args) {
    const type = specs[joined.at(-1)?.replace(/^--/, "") ?? ""]?.type;
    const number = type === "number" || type === "integer";
    if (number && /^-\.?\d/.test(arg)) joined.push(`${joined.pop()}=${arg}`);
    else joined.push(arg);
  }
  return joined;
}

function convert(name: string, spec: OptionSpec, text: string): string | number {
  const wrong = (must: string) =>
    new UsageError(`Cannot use --${name}: it must be ${must}, but is "${text}".`);
  if (spec.choices !== undefined && !spec.choices.includes(text)) {
    throw wrong(`one of ${spec.choices.join(", ")}`);
  }
  if (spec.type === "string") return text;
  const number = text.trim() === "" ? NaN : Number(text);
  if (!Number.isFinite(number)) throw wrong("a number");
  if (spec.type === "integer" && !Number.isSafeInteger(number)) throw wrong("a whole number");
  return number;
}

function checkPositionals(
  command: string,
  specs: readonly PositionalSpec[],
  given: readonly string[],
): void {
  const missing = specs[given.length];
  if (missing !== undefined && !missing.optional) {
    throw new UsageError(`Cannot run ${command}: ${missing.name} is missing.`);
  }
  if (given.length > specs.length && !specs.at(-1)?.rest) {
    throw new UsageError(
      `Cannot run ${command}: "${given[specs.length]}" is one argument too many.`,
    );
  }
}

function placeholder({ type, choices }: OptionSpec): string {
  if (choices !== undefined) return "NAME";
  return type === "string" ? "TEXT" : "N";
}

/** The text of `--help`. */
export function helpText<O extends OptionSpecs>(command: Command<O>): string {
  const positionals = command.positionals ?? [];
  const options: OptionSpecs = command.options ?? {};
  const usage = positionals.map((p) => {
    const name = p.rest ? `${p.name}...` : p.name;
    return p.optional ? `[${name}]` : name;
  });
  const rows: [string, string][] = positionals.map((p) => [p.name, p.help]);
  for (const [name, spec] of Object.entries(options)) {
    const short = spec.short === undefined ? "" : `-${spec.short}, `;
    const value = spec.type === "boolean" ? "" : ` ${spec.value ?? placeholder(spec)}`;
    const extra = [
      spec.choices === undefined ? "" : `one of ${spec.choices.join(", ")}`,
      spec.default === undefined ? "" : `default ${spec.default}`,
      spec.multiple ? "may be repeated" : "",
    ].filter((text) => text !== "").join("; ");
    rows.push([`${short}--${name}${value}`, extra === "" ? spec.help : `${spec.help} (${extra})`]);
  }
  rows.push(["--json", `print ${command.json} as JSON on stdout`], ["-h, --help", "show this"]);
  const width = Math.max(...rows.map(([left]) => left.length));
  return [
    command.summary,
    "",
    `Usage: deno task ${[command.name, ...usage, "[OPTIONS]"].join(" ")}`,
    "",
    ...rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`),
    ...(command.notes === undefined ? [] : ["", command.notes]),
  ].join("\n");
}
