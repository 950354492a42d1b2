import { type FormEvent, type RefObject, useRef, useState } from "react";
import { askCommand, type Way, type Wish } from "../../../api/commandWays";
import { confirmCommand } from "../../../api/endpoints";
import { useTranslation } from "../../../i18n";
import { newId } from "../../../lib/ids";
import { useLive } from "../../../sync/useSync";
import { Button } from "../../../ui/Button";
import { Dialog } from "../../../ui/Dialog";
import { DialogForm } from "../../../ui/DialogForm";
import { ErrorMessage } from "../../../ui/ErrorMessage";
import { Notice } from "../../../ui/Notice";
import { Skeleton } from "../../../ui/Skeleton";
import { AltField } from "../AltField";
import { ChaosNote, Proposals, Variants } from "../Offers";
import { Plan } from "../Plan";
import { Questions } from "../Questions";
import { Risk } from "../Risk";
import { faultsOf, reasonOf } from "../reason";
import { useChoice } from "../useChoice";
import { useDoing } from "../useDoing";
import work from "../work.module.css";
import styles from "./prepare.module.css";
import { usePreview } from "./usePreview";
import { type PlanView, viewOf } from "./view";
import { WayFields } from "./WayFields";

/** What is to be looked at before it is asked for: words, or a document. */
export type Prepared = { text: string } | { alt: string };

interface Props {
  prepared: Prepared;
  conversation?: string | undefined;
  /** The message in whose thread it is asked for. */
  thread?: string | undefined;
  way?: Way;
  onClose(): void;
  /** It was asked for. */
  onDone?(): void | Promise<void>;
}

const NORMAL: Way = { mode: "normal", persona: null, chaos_level: 1 };

/** The plan of a wish or a document before anything of it is stored: how it is read, what it asks, what it offers. */
export function PrepareDialog(props: Props) {
  const { prepared, onClose } = props;
  const { t } = useTranslation();
  const field = useRef<HTMLTextAreaElement>(null);
  const words = "text" in prepared;
  return (
    <Dialog
      title={t(words ? "work.prepare.title" : "work.prepare.ofDocument")}
      closeLabel={t("app.close")}
      onClose={onClose}
      width="l"
      focus={field}
    >
      <Preparing {...props} field={field} />
    </Dialog>
  );
}

function Preparing({
  prepared,
  conversation,
  thread,
  way: given,
  onClose,
  onDone,
  field,
}: Props & { field: RefObject<HTMLTextAreaElement | null> }) {
  const { t } = useTranslation();
  const live = useLive();
  const words = "text" in prepared;
  const [text, setText] = useState(words ? prepared.text : prepared.alt);
  const [way, setWay] = useState(given ?? NORMAL);
  const [first, setFirst] = useState(false);
  const doing = useDoing();
  const client = useRef(newId());
  const wish = words ? wishOf(text, way) : text.trim() === "" ? null : { alt: text };
  const preview = usePreview(wish);
  const view = preview.data ? viewOf(preview.data) : null;
  const choice = useChoice(view ?? {});
  const faults = !words && preview.isError && wish ? faultsOf(preview.error, t) : [];
  const nothing = preview.fresh && view?.tasks.length === 0;
  const open = first ? 0 : choice.open;

  const run = async (event: FormEvent) => {
    event.preventDefault();
    if (!wish || !preview.fresh || open > 0) return;
    const went = await doing.run(async () => {
      const command = await askCommand({
        ...wish,
        ...(conversation ? { conversation } : {}),
        ...(thread ? { thread } : {}),
        client_id: client.current,
        confirm: true,
      });
      await live.putCommand(command);
      await onDone?.();
      if (first || command.state !== "proposed") return;
      try {
        await live.putCommand(await confirmCommand(command.id, choice.confirmation()));
      } catch (error) {
        // The plan stands where it was asked for: there it can be tried again.
        live.tell(t("work.prepare.stands", { reason: reasonOf(error, t) }));
      }
    });
    if (went) onClose();
  };

  return (
    <DialogForm
      noValidate
      onSubmit={(event) => void run(event)}
      submitLabel={t(first ? "work.prepare.show" : "work.saved.run")}
      submitDisabled={doing.busy || !preview.fresh || open > 0 || nothing}
      onClose={onClose}
    >
      {words ? (
        <label className={work.field}>
          {t("work.schedules.what")}
          <textarea
            ref={field}
            className={work.input}
            rows={2}
            maxLength={20_000}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </label>
      ) : (
        <AltField
          text={text}
          faults={faults}
          hint={t("work.prepare.documentHint")}
          ref={field}
          short
          onChange={setText}
        />
      )}
      {words && <WayFields way={way} conversation={conversation} open={given !== undefined} onChange={setWay} />}
      <section
        className={`${styles.plan} ${preview.fresh ? "" : styles.stale}`}
        aria-label={t("commands.plan")}
        aria-busy={wish !== null && preview.isFetching}
      >
        {wish && preview.isPending && <Skeleton rows={3} label={t("app.loading")} />}
        {preview.isError && words && wish && (
          <Notice title={t("app.failed")} text={reasonOf(preview.error, t)} role="alert">
            <Button onClick={() => void preview.refetch()}>{t("app.retry")}</Button>
          </Notice>
        )}
        {wish && view && !preview.isError && <Shown view={view} choice={choice} nothing={nothing === true} />}
      </section>
      <label className={work.check}>
        <input type="checkbox" checked={first} onChange={(event) => setFirst(event.target.checked)} />
        {t("work.prepare.first")}
      </label>
      {open > 0 && view && <p className={work.hint}>{t("work.modes.open", { count: open })}</p>}
      <ErrorMessage>{doing.failed}</ErrorMessage>
    </DialogForm>
  );
}

function Shown({ view, choice, nothing }: { view: PlanView; choice: ReturnType<typeof useChoice>; nothing: boolean }) {
  const { t } = useTranslation();
  return (
    <>
      {view.title && <h3 className={styles.title}>{view.title}</h3>}
      {view.risk && <Risk risk={view.risk} />}
      {view.chaos && <ChaosNote chaos={view.chaos} />}
      {view.questions.length > 0 && <Questions questions={view.questions} choice={choice} />}
      {nothing ? <p role="status">{t("commands.noTasks")}</p> : <Plan tasks={view.tasks} />}
      {view.proposals.length > 0 && (
        <Proposals offered={view.proposals} chosen={choice.proposals} onChange={choice.setProposals} />
      )}
      {view.mode === "dream" && view.proposals.length === 0 && (
        <p className={work.hint}>{t("work.prepare.noProposal")}</p>
      )}
      {view.mode === "explore" && view.variants.length === 0 && (
        <p className={work.hint}>{t("work.prepare.noVariant")}</p>
      )}
      {view.variants.length > 0 && (
        <Variants
          offered={view.variants}
          chosen={choice.variant}
          ended={false}
          disabled={false}
          onChoose={choice.setVariant}
        />
      )}
    </>
  );
}

function wishOf(text: string, { mode, persona, chaos_level }: Way): Wish | null {
  if (text.trim() === "") return null;
  return {
    text: text.trim(),
    ...(mode === "normal" ? {} : { mode }),
    ...(persona ? { persona } : {}),
    ...(mode === "chaos" ? { chaos_level } : {}),
  };
}
