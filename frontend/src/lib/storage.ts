/** Small values kept on this device. A full or forbidden storage never breaks the app: it just forgets. */

const PREFIX = "altlas.";

export function readStored<T>(key: string): T | null {
  try {
    const text = localStorage.getItem(PREFIX + key);
    return text === null ? null : (JSON.parse(text) as T);
  } catch {
    return null;
  }
}

export function writeStored(key: string, value: unknown): void {
  try {
    if (value === null || value === undefined || value === "") localStorage.removeItem(PREFIX + key);
    else localStorage.setItem(PREFIX + key, JSON.stringify(value));
  } catch {
    // private mode or a full disk
  }
}

/** Forget what this person left on this device: they sign out, perhaps for somebody else. */
export function forgetPerson(user: string): void {
  for (const kind of ["draft", "outbox", "change"]) {
    for (const key of storedKeys(`${kind}.${user}.`)) writeStored(key, null);
  }
}

export function storedKeys(prefix: string): string[] {
  try {
    return Object.keys(localStorage)
      .filter((key) => key.startsWith(PREFIX + prefix))
      .map((key) => key.slice(PREFIX.length))
      .sort();
  } catch {
    return [];
  }
}
