import { useTranslation } from "../../i18n";
import { firstName, personName } from "../../sync/names";
import { nameIn } from "../../sync/nicknames";
import type { Typist } from "../../sync/state";
import { useLive, useSync } from "../../sync/useSync";
import styles from "./TypingLine.module.css";

const NOBODY: Typist[] = [];

/** Who is writing. Not announced: it would talk over the reader all the time. */
export function TypingLine({ conversation }: { conversation: string }) {
  const { t } = useTranslation();
  const typists = useSync((state) => state.typing[conversation] ?? NOBODY);
  const live = useLive();
  const [name, other, more] = typists.map(({ user }) => {
    const called = nameIn(live.store.getState(), conversation, user);
    return called === personName(user) ? firstName(user) : called;
  });
  let text = "";
  if (more) text = t("messages.typingMany");
  else if (name && other) text = t("messages.typingTwo", { name, other });
  else if (name) text = t("messages.typingOne", { name });
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
