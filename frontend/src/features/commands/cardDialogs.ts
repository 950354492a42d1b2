/** What a card can be asked for beside itself, each with a dialog. */
export type CardDialogKind = "rerun" | "compare" | "save" | "schedule" | "log" | "way" | "signal";
