import type { en } from "./en";

export type Widen<T> = { [Key in keyof T]: T[Key] extends string ? string : Widen<T[Key]> };

/** The shape of all texts: what English has, every language has. */
export type Texts = Widen<typeof en>;
