import MapPin from "lucide-react/icons/map-pin";
import type { Message } from "../../../api/types";
import { useTranslation } from "../../../i18n";
import styles from "./Place.module.css";

/** A point on the earth: its words and coordinates, and a link to a map that one opens oneself. */
export function Place({ location }: { location: NonNullable<Message["location"]> }) {
  const { t } = useTranslation();
  const { latitude, longitude, label } = location;
  const point = `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`;
  const map = `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`;
  return (
    <p className={styles.place}>
      <span className={styles.icon}>
        <MapPin size={18} aria-hidden="true" />
      </span>
      <span className={styles.words}>
        <span className={styles.label}>{label || t("msg.type.location")}</span>
        <span className={styles.point}>{point}</span>
      </span>
      <a href={map} target="_blank" rel="noopener noreferrer">
        {t("msg.openMap")}
      </a>
    </p>
  );
}
