import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "../../i18n";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { DialogFooter } from "../../ui/DialogFooter";
import dialogs from "./dialogs.module.css";
import { Failure } from "./Failure";
import { useDoing } from "./useDoing";

interface Props {
  title: string;
  text?: string;
  /** What is done; where it fails the dialog stays and says why. */
  onSure(): Promise<unknown>;
  onClose(): void;
  /** Does it take something away? */
  danger?: boolean;
  disabled?: boolean;
  children?: ReactNode;
}

/** Ask before something is done, with what there is to say about it. */
export function SureDialog({ title, text, onSure, onClose, danger = true, disabled = false, children }: Props) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const [failure, doing] = useDoing();
  const go = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    if (await doing(onSure)) onClose();
    else setBusy(false);
  };
  return (
    <Dialog title={title} closeLabel={t("app.close")} onClose={onClose} width="s">
      <form onSubmit={(event) => void go(event)}>
        <div className={dialogs.body}>
          {text && <p className={dialogs.text}>{text}</p>}
          {children}
          <Failure text={failure} />
        </div>
        <DialogFooter onClose={onClose}>
          <Button look={danger ? "danger" : "primary"} type="submit" disabled={busy || disabled}>
            {title}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
