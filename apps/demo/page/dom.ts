/** Elements of the page by their id, with their types checked once. */

type Kind<T extends Element> = { new (): T; readonly name: string };

/** @throws Error when the page has no such element: page and script do not fit */
export function byId<T extends Element>(id: string, kind: Kind<T>): T {
  const element = document.getElementById(id);
  if (element instanceof kind) return element;
  throw new Error(`internal: the page must have a ${kind.name} with the id ${id}`);
}

/** A new element with a class and, perhaps, text. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className: string,
  text = "",
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = text;
  return element;
}

/** Hands a file to the person's downloads. */
export function download(content: Blob, name: string): void {
  const url = URL.createObjectURL(content);
  const link = make("a", "");
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken the address over by then.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
