import { type FormEvent, useId, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { createCategory, createChannel } from "../../api/servers";
import type { Server } from "../../api/serverTypes";
import type { ChannelType } from "../../api/types";
import { useTranslation } from "../../i18n";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import dialogs from "./dialogs.module.css";
import { reasonOf } from "./reason";
import styles from "./servers.module.css";
import { useCategories } from "./useChannels";

const KINDS: ChannelType[] = ["text", "voice", "announcement"];

export function NewChannelDialog({ server, onClose }: { server: Server; onClose(): void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [name, setName] = useState("");
  const [type, setType] = useState<ChannelType>("text");
  const [category, setCategory] = useState("");
  const [heading, setHeading] = useState("");
  const [failure, setFailure] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const id = useId();
  const categories = useCategories(server.id, true);
  const make = async (event: FormEvent) => {
    event.preventDefault();
    try {
      const under = heading.trim() ? (await createCategory(server.id, heading.trim())).id : category || null;
      const channel = await createChannel(server.id, { name: name.trim(), type, category: under });
      void navigate(`/c/${channel.id}`);
      onClose();
    } catch (error) {
      setFailure(reasonOf(error, t));
    }
  };
  const title = t("servers.newChannel", { name: server.name });
  return (
    <Dialog title={title} closeLabel={t("app.close")} onClose={onClose} width="s" focus={field}>
      <div className={dialogs.body}>
        <form className={styles.form} onSubmit={(event) => void make(event)}>
          <label htmlFor={`${id}n`}>{t("servers.name")}</label>
          <input
            id={`${id}n`}
            ref={field}
            className={styles.input}
            value={name}
            maxLength={100}
            required
            onChange={(event) => setName(event.target.value)}
          />
          <label htmlFor={`${id}k`}>{t("servers.kind")}</label>
          <select
            id={`${id}k`}
            className={styles.input}
            value={type}
            onChange={(event) => setType(event.target.value as ChannelType)}
          >
            {KINDS.map((kind) => (
              <option key={kind} value={kind}>
                {t(`servers.${kind}`)}
              </option>
            ))}
          </select>
          {type === "voice" && <p className={styles.hint}>{t("servers.voiceLater")}</p>}
          <label htmlFor={`${id}c`}>{t("servers.category")}</label>
          <select
            id={`${id}c`}
            className={styles.input}
            value={category}
            onChange={(event) => setCategory(event.target.value)}
          >
            <option value="">{t("servers.noCategory")}</option>
            {categories.map((one) => (
              <option key={one.id} value={one.id}>
                {one.name}
              </option>
            ))}
          </select>
          <label htmlFor={`${id}h`}>{t("servers.newCategory")}</label>
          <input
            id={`${id}h`}
            className={styles.input}
            value={heading}
            maxLength={100}
            onChange={(event) => setHeading(event.target.value)}
          />
          {failure && (
            <p className={styles.failure} role="alert">
              {failure}
            </p>
          )}
          <Button look="primary" type="submit" disabled={name.trim() === ""}>
            {t("servers.add")}
          </Button>
        </form>
      </div>
    </Dialog>
  );
}
