import { createContext, useContext } from "react";
import type { Message } from "../../api/types";

/** What the rows of messages can ask the place they stand in to do. */

export type AskedKind =
  | "forward"
  | "history"
  | "reach"
  | "reactions"
  | "acknowledgements"
  | "votes"
  | "report"
  | "block"
  | "delete"
  | "remind"
  | "todo"
  | "run";

export interface Asked {
  kind: AskedKind;
  message: Message;
}

export interface MessageUi {
  /** Which message is being edited here. */
  editing: string | null;
  edit(id: string | null): void;
  reply(message: Message): void;
  ask(asked: Asked): void;
  /** Show a message of this conversation, wherever it is. */
  show(message: { id: string; thread?: string | null }): void;
  /** Open the thread of a message; not inside of a thread. */
  openThread?: ((message: Message) => void) | undefined;
}

export const MessageUiContext = createContext<MessageUi | null>(null);

export function useMessageUi(): MessageUi {
  const ui = useContext(MessageUiContext);
  if (!ui) throw new Error("MessageUiContext is missing");
  return ui;
}
