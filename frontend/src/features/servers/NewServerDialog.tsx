import { type FormEvent, useId, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { createServer } from "../../api/servers";
import { useTranslation } from "../../i18n";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { DeletedServers } from "./DeletedServers";
import dialogs from "./dialogs.module.css";
import { reasonOf } from "./reason";
import styles from "./servers.module.css";

export function NewServerDialog({ onClose }: { onClose(): void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [name, setName] = useState("");
  const [failure, setFailure] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const id = useId();
  const make = async (event: FormEvent) => {
    event.preventDefault();
    try {
      const server = await createServer(name.trim());
      void navigate(`/servers/${server.id}`);
      onClose();
    } catch (error) {
      setFailure(reasonOf(error, t));
    }
  };
  return (
    <Dialog title={t("servers.create")} closeLabel={t("app.close")} onClose={onClose} width="s" focus={field}>
      <div className={dialogs.body}>
        <form className={styles.form} onSubmit={(event) => void make(event)}>
          <label htmlFor={id}>{t("servers.name")}</label>
          <input
            id={id}
            ref={field}
            className={styles.input}
            value={name}
            maxLength={100}
            required
            onChange={(event) => setName(event.target.value)}
          />
          {failure && (
            <p className={styles.failure} role="alert">
              {failure}
            </p>
          )}
          <Button look="primary" type="submit" disabled={name.trim() === ""}>
            {t("servers.create")}
          </Button>
        </form>
        <DeletedServers
          onRestored={(id) => {
            void navigate(`/servers/${id}`);
            onClose();
          }}
        />
      </div>
    </Dialog>
  );
}
