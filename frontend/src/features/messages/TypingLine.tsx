import { useTranslation } from "../../i18n";
import { personName } from "../../sync/names";
import type { Typist } from "../../sync/state";
import { useSync } from "../../sync/useSync";
import styles from "./TypingLine.module.css";

const NOBODY: Typist[] = [];

/** Who is writing. Not announced: it would talk over the reader all the time. */
export function TypingLine({ conversation }: { conversation: string }) {
  const { t } = useTranslation();
  const typists = useSync((state) => state.typing[conversation] ?? NOBODY);
  const names = typists.map((typist) => personName(typist.user).split(" ")[0] ?? "");
  const text =
    names.length > 2
      ? t("messages.typing_many")
      : names.length === 2
        ? t("messages.typing_two", { name: names[0], other: names[1] })
        : names.length === 1
          ? t("messages.typing_one", { name: names[0] })
          : "";
  return (
    <p className={styles.typing} data-testid="typing">
      {text && (
        <>
          <span className={styles.dots} aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
          {text}
        </>
      )}
    </p>
  );
}
