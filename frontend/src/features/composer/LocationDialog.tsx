import LocateFixed from "lucide-react/icons/locate-fixed";
import { type FormEvent, useState } from "react";
import type { Extra } from "../../api/endpoints";
import { useTranslation } from "../../i18n";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { DialogForm } from "../../ui/DialogForm";
import { ErrorMessage } from "../../ui/ErrorMessage";
import styles from "./besides.module.css";

type Location = NonNullable<Extra["location"]>;

interface Props {
  onClose(): void;
  onSend(location: Location): void;
}

/** A point on the earth: from this device where it may be asked, or typed. No map is loaded from elsewhere. */
export function LocationDialog({ onClose, onSend }: Props) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const [label, setLabel] = useState("");
  const [failed, setFailed] = useState(false);
  const point = pointIn(typed);
  const ask = () => {
    setFailed(false);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => setTyped(`${coords.latitude.toFixed(5)}, ${coords.longitude.toFixed(5)}`),
      () => setFailed(true),
      { timeout: 15_000 },
    );
  };
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (!point) return;
    onSend({ ...point, ...(label.trim() ? { label: label.trim() } : {}) });
    onClose();
  };
  return (
    <Dialog title={t("composer.location")} closeLabel={t("app.close")} onClose={onClose} width="s">
      <DialogForm onSubmit={send} submitLabel={t("composer.send")} submitDisabled={!point} onClose={onClose}>
        {"geolocation" in navigator && (
          <Button onClick={ask}>
            <LocateFixed size={16} aria-hidden="true" />
            {t("composer.locate")}
          </Button>
        )}
        <ErrorMessage>{failed && t("composer.locateFailed")}</ErrorMessage>
        <label className={styles.field}>
          {t("composer.coordinates")}
          <input
            className={styles.input}
            inputMode="text"
            placeholder="41.00527, 28.97696"
            value={typed}
            aria-invalid={typed !== "" && !point}
            onChange={(event) => setTyped(event.target.value)}
          />
        </label>
        <label className={styles.field}>
          {t("composer.placeLabel")}
          <input
            className={styles.input}
            maxLength={200}
            value={label}
            onChange={(event) => setLabel(event.target.value)}
          />
        </label>
      </DialogForm>
    </Dialog>
  );
}

/** Read "latitude, longitude" in decimal degrees; a comma or blanks stand between the two. */
export function pointIn(text: string): Location | null {
  const found = /^\s*(-?\d{1,2}(?:\.\d+)?)\s*[,;\s]\s*(-?\d{1,3}(?:\.\d+)?)\s*$/.exec(text);
  if (!found) return null;
  const [latitude, longitude] = [Number(found[1]), Number(found[2])];
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 ? { latitude, longitude } : null;
}
