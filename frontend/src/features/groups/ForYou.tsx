import type { Conversation } from "../../api/types";
import { useTranslation } from "../../i18n";
import { useLive } from "../../sync/useSync";
import styles from "./DetailsPane.module.css";

const LEVELS = ["all", "mentions", "nothing"] as const;

/** How one arranges a conversation for oneself. */
export function ForYou({ conversation }: { conversation: Conversation }) {
  const { t } = useTranslation();
  const live = useLive();
  const { id } = conversation;
  const boxes = [
    {
      key: "muted",
      label: t("details.muted"),
      on: conversation.muted,
      set: (on: boolean) => live.arrange(id, on ? { kind: "mute", until: null } : { kind: "unmute" }),
    },
    {
      key: "top",
      label: t("details.onTop"),
      on: conversation.pinned_at !== null,
      set: (on: boolean) => live.arrange(id, { kind: "top", on }),
    },
    // A channel stands in its server's list, always.
    ...(conversation.kind === "channel"
      ? []
      : [
          {
            key: "archived",
            label: t("details.archived"),
            on: conversation.archived,
            set: (on: boolean) => live.arrange(id, { kind: "archive", on }),
          },
        ]),
  ];
  return (
    <section className={styles.section} aria-labelledby="details-you">
      <h3 id="details-you" className={styles.heading}>
        {t("details.forYou")}
      </h3>
      <label className={styles.setting}>
        <span>{t("conversations.notifications")}</span>
        <select
          className={styles.select}
          value={conversation.notifications}
          onChange={(event) =>
            live.arrange(id, { kind: "notifications", of: LEVELS.find((one) => one === event.target.value) ?? "all" })
          }
        >
          {LEVELS.map((level) => (
            <option key={level} value={level}>
              {t(`conversations.notify.${level}`)}
            </option>
          ))}
        </select>
      </label>
      {boxes.map((box) => (
        <label key={box.key} className={styles.setting}>
          <span>{box.label}</span>
          <input
            type="checkbox"
            className={styles.switch}
            checked={box.on}
            onChange={(event) => box.set(event.target.checked)}
          />
        </label>
      ))}
    </section>
  );
}
