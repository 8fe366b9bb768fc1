/** A measurement as one JSON file, checked whenever it is written or read. */
import { writeFileAtomic } from "./atomic.ts";

/** Throws an error that says what must be otherwise. */
export type Check<T> = (value: T) => void;

/** Writes a record with each list of numbers on one line, so that it stays readable and comparable. */
export async function writeJsonRecord<T>(path: string, value: T, check: Check<T>): Promise<void> {
  try {
    check(value);
  } catch (error) {
    throw new Error(`Cannot write ${path}: ${(error as Error).message}`, { cause: error });
  }
  const text = JSON.stringify(value, null, 1).replaceAll(
    /\[\n\s+(-?[\d.][^\]]*?)\n\s+\]/g,
    (_, list: string) => `[${list.replaceAll(/\s+/g, " ")}]`,
  );
  await writeFileAtomic(path, text + "\n");
}

/** Reads a record; null where none is. @throws Error when it is damaged */
export async function readJsonRecord<T>(path: string, check: Check<T>): Promise<T | null> {
  let text: string;
  try {
    text = await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
  try {
    const value = JSON.parse(text) as T;
    check(value);
    return value;
  } catch (error) {
    throw new Error(`Cannot read ${path}: ${(error as Error).message}`, { cause: error });
  }
}
