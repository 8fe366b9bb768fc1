/**
 * The class lists by name, and how each data set's own labels map onto them. The first six stand
 * in the order of the reference network's outputs, and longer lists only append, so that weights
 * trained on one list line up with another.
 */

/** Class lists: the report's six, with neutral, and with FER+'s contempt. */
export const CLASS_LISTS = {
  six: ["angry", "disgust", "fear", "happy", "sad", "surprise"],
  seven: ["angry", "disgust", "fear", "happy", "sad", "surprise", "neutral"],
  eight: ["angry", "disgust", "fear", "happy", "sad", "surprise", "neutral", "contempt"],
} as const;

export type ClassListName = keyof typeof CLASS_LISTS;

/** FER-2013's label numbers, 0 to 6. */
export const FER2013_LABELS: readonly string[] = CLASS_LISTS.seven;

/** RAF-DB's label numbers, 1 to 7: the first is label 1. */
export const RAF_DB_LABELS: readonly string[] = [
  "surprise",
  "fear",
  "disgust",
  "happy",
  "sad",
  "angry",
  "neutral",
];

/** The ten vote columns of FER+ in their order in `fer2013new.csv`, under our class names. */
export const FERPLUS_COLUMNS: readonly string[] = [
  "neutral",
  "happy",
  "surprise",
  "sad",
  "angry",
  "disgust",
  "fear",
  "contempt",
  "unknown",
  "not-a-face",
];

/** Other words for a class, as folders and data sets spell them. */
const SYNONYMS: Readonly<Record<string, string>> = {
  anger: "angry",
  happiness: "happy",
  sadness: "sad",
  surprised: "surprise",
  disgusted: "disgust",
  fearful: "fear",
};

/**
 * The class that a folder's name or a label means, whatever its spelling: `Happiness` is `happy`.
 * Returns `null` for a word that names no known class.
 */
export function className(word: string): string | null {
  const lower = word.trim().toLowerCase();
  const name = SYNONYMS[lower] ?? lower;
  return (CLASS_LISTS.eight as readonly string[]).includes(name) ? name : null;
}

/**
 * Checks that a class list is usable: two classes or more, all known, none twice.
 *
 * @throws Error that names the class
 */
export function checkClasses(classes: readonly string[], known: readonly string[]): void {
  if (classes.length < 2) {
    throw new Error(
      `Cannot use the class list: it must have 2 names or more, but has ${classes.length}`,
    );
  }
  for (const [index, name] of classes.entries()) {
    if (!known.includes(name)) {
      throw new Error(
        `Cannot use class "${name}": it must be one of ${known.join(", ")} in this data set`,
      );
    }
    if (classes.indexOf(name) !== index) {
      throw new Error(
        `Cannot use the class list: "${name}" must be named once, but is named twice`,
      );
    }
  }
}
