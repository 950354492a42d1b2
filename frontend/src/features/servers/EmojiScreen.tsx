import { type FormEvent, useEffect, useState } from "react";
import { addEmoji, removeEmoji } from "../../api/servers";
import type { CustomEmoji, Server } from "../../api/serverTypes";
import { useTranslation } from "../../i18n";
import { useSync } from "../../sync/useSync";
import { Button } from "../../ui/Button";
import { emojiNameOf } from "./emojiName";
import { Failure } from "./Failure";
import { SureDialog } from "./SureDialog";
import styles from "./settings.module.css";
import { myStanding } from "./standing";
import { useDoing } from "./useDoing";
import { Why } from "./Why";

const KINDS = "image/jpeg,image/png,image/webp,image/gif";
const MAX = 200;

/** The emoji that a server made for itself: members write them as `:name:` and react with them. */
export function EmojiScreen({ server }: { server: Server }) {
  const { t } = useTranslation();
  const me = useSync((state) => state.me.id);
  const may = myStanding(server, me).may("manage_emoji");
  const [going, setGoing] = useState<CustomEmoji | null>(null);
  return (
    <section className={styles.section} aria-labelledby="server-emoji">
      <h2 id="server-emoji" className={styles.title}>
        {t("servers.emoji")} · {server.emoji.length}/{MAX}
      </h2>
      <p className={styles.hint}>{t("servers.emojiHint")}</p>
      {may ? <NewEmoji server={server} /> : <Why reason="noEmoji" />}
      {server.emoji.length === 0 && <p className={styles.hint}>{t("servers.noEmoji")}</p>}
      <ul className={styles.tiles} aria-label={t("servers.emoji")}>
        {server.emoji.map((emoji) => (
          <li key={emoji.id} className={styles.tile}>
            <img className={styles.picture} src={emoji.url} alt="" />
            <code className={styles.name}>:{emoji.name}:</code>
            {may && (
              <Button
                size="s"
                look="danger"
                aria-label={t("servers.deleteEmoji", { name: emoji.name })}
                onClick={() => setGoing(emoji)}
              >
                {t("servers.remove")}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {going && (
        <SureDialog
          title={t("servers.deleteEmoji", { name: going.name })}
          text={t("servers.deleteEmojiSure")}
          onSure={() => removeEmoji(server.id, going.id)}
          onClose={() => setGoing(null)}
        />
      )}
    </section>
  );
}

function NewEmoji({ server }: { server: Server }) {
  const { t } = useTranslation();
  const [file, setFile] = useState<File | null>(null);
  const [name, setName] = useState("");
  const [busy, setBusy] = useState(false);
  const [failure, doing] = useDoing();
  const [preview, setPreview] = useState<string | null>(null);
  useEffect(() => {
    if (!file) return setPreview(null);
    const url = URL.createObjectURL(file);
    setPreview(url);
    return () => URL.revokeObjectURL(url);
  }, [file]);
  const choose = (chosen: File | undefined) => {
    if (!chosen) return;
    setFile(chosen);
    if (name === "") setName(emojiNameOf(chosen.name));
  };
  const add = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!file || busy) return;
    const form = event.currentTarget;
    setBusy(true);
    if (await doing(() => addEmoji(server.id, name, file))) {
      setFile(null);
      setName("");
      form.reset();
    }
    setBusy(false);
  };
  const full = server.emoji.length >= MAX;
  return (
    <form className={styles.form} onSubmit={(event) => void add(event)}>
      <label className={styles.field}>
        {t("servers.picture")}
        <input
          className={styles.input}
          type="file"
          accept={KINDS}
          required
          disabled={full}
          onChange={(event) => choose(event.target.files?.[0])}
        />
      </label>
      {preview && <img className={styles.picture} src={preview} alt={t("servers.preview")} />}
      <label className={styles.field}>
        {t("servers.emojiName")}
        <input
          className={styles.input}
          value={name}
          minLength={2}
          maxLength={32}
          pattern="[\p{L}\p{N}_]{2,32}"
          required
          disabled={full}
          aria-describedby="emoji-name"
          onChange={(event) => setName(event.target.value)}
        />
      </label>
      <p id="emoji-name" className={styles.hint}>
        {t("servers.emojiNameHint")}
      </p>
      <Failure text={failure} />
      {full && <Why reason="full" />}
      <Button look="primary" type="submit" disabled={busy || full || !file || name === ""}>
        {busy ? t("app.loading") : t("servers.addEmoji")}
      </Button>
    </form>
  );
}
