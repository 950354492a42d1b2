import { type FormEvent, useState } from "react";
import { useTranslation } from "../../i18n";
import { Button } from "../../ui/Button";
import { Failure } from "./Failure";
import styles from "./settings.module.css";
import { useDoing } from "./useDoing";
import { Why } from "./Why";

interface Props {
  name: string;
  disabled: boolean;
  onSave(name: string): Promise<unknown>;
}

/** What a category is called. */
export function NameForm({ name, disabled, onSave }: Props) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(name);
  const [failure, doing] = useDoing();
  const save = (event: FormEvent) => {
    event.preventDefault();
    void doing(() => onSave(typed.trim()));
  };
  return (
    <form className={styles.form} onSubmit={save}>
      {disabled && <Why id="name-why" reason="noChannels" />}
      <label className={styles.field}>
        {t("servers.name")}
        <input
          className={styles.input}
          value={typed}
          maxLength={100}
          required
          disabled={disabled}
          aria-describedby={disabled ? "name-why" : undefined}
          onChange={(event) => setTyped(event.target.value)}
        />
      </label>
      <Failure text={failure} />
      {!disabled && (
        <Button type="submit" disabled={typed.trim() === "" || typed.trim() === name}>
          {t("servers.save")}
        </Button>
      )}
    </form>
  );
}
