import type { ComponentProps } from "react";
import { Button } from "./Button";
import { DialogBody } from "./DialogBody";
import { DialogFooter } from "./DialogFooter";
import styles from "./DialogForm.module.css";

interface Props extends Omit<ComponentProps<"form">, "className"> {
  submitLabel: string;
  submitDisabled: boolean;
  onClose(): void;
}

/** The fields of a dialog, and below them the buttons that cancel and submit. */
export function DialogForm({ submitLabel, submitDisabled, onClose, children, ...form }: Props) {
  return (
    <form className={styles.form} {...form}>
      <DialogBody>{children}</DialogBody>
      <DialogFooter onClose={onClose}>
        <Button look="primary" type="submit" disabled={submitDisabled}>
          {submitLabel}
        </Button>
      </DialogFooter>
    </form>
  );
}
