import { listDrafts, removeDraft, saveDraft } from "../api/messages";
import { isTransient } from "../api/problem";
import { readDraft, writeDraft } from "../lib/drafts";
import type { SyncStore } from "./store";

/** Unsent text on every device: typed text goes to the server when typing rests, what another device typed comes
 *  back by event. The text on this device is the first truth while somebody types on it. */

const REST_MS = 1_200;
const AGAIN_MS = 15_000;

export class Drafts {
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();
  private readonly unsaved = new Set<string>();
  private readonly sending = new Set<string>();

  constructor(
    private readonly store: SyncStore,
    private readonly user: string,
  ) {
    store.subscribe((state, before) => {
      if (state.drafts === before.drafts) return;
      for (const id of new Set([...Object.keys(state.drafts), ...Object.keys(before.drafts)])) {
        if (state.drafts[id] !== before.drafts[id]) this.hear(id, state.drafts[id]?.text ?? "");
      }
    });
  }

  /** Take the drafts that other devices left. */
  async load(): Promise<void> {
    try {
      const page = await listDrafts();
      this.store.setState({ drafts: Object.fromEntries(page.results.map((draft) => [draft.conversation, draft])) });
    } catch {
      // what stands on this device is enough to go on
    }
  }

  /** Note what is written now; an empty text throws the draft away. */
  write(conversation: string, text: string): void {
    writeDraft(this.user, conversation, text);
    this.unsaved.add(conversation);
    this.later(conversation, text.trim() === "" ? 0 : REST_MS);
  }

  private hear(conversation: string, text: string): void {
    if (this.unsaved.has(conversation)) return;
    if ((readDraft(this.user, conversation) ?? "") !== text) writeDraft(this.user, conversation, text);
  }

  private later(conversation: string, wait: number): void {
    clearTimeout(this.timers.get(conversation));
    this.timers.set(
      conversation,
      setTimeout(() => void this.save(conversation), wait),
    );
  }

  private async save(conversation: string): Promise<void> {
    if (this.sending.has(conversation)) return this.later(conversation, REST_MS);
    const text = readDraft(this.user, conversation) ?? "";
    const known = this.store.getState().drafts[conversation];
    if (text === (known?.text ?? "")) {
      this.unsaved.delete(conversation);
      return;
    }
    this.sending.add(conversation);
    try {
      if (text === "") await removeDraft(conversation);
      else await saveDraft(conversation, text, null);
      if ((readDraft(this.user, conversation) ?? "") === text) this.unsaved.delete(conversation);
    } catch (error) {
      if (isTransient(error)) this.later(conversation, AGAIN_MS);
      else this.unsaved.delete(conversation);
    } finally {
      this.sending.delete(conversation);
    }
  }
}
