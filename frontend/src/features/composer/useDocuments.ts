import { type DragEvent, useState } from "react";
import { useTranslation } from "../../i18n";
import { DOCUMENT_ENDINGS, isAltDocument, MOST_OF_A_DOCUMENT } from "../../lib/altDocument";

/** Files that are dropped or chosen: the text of an `.alt` is taken, of others it is said why not. */
export function useDocuments(take: ((alt: string) => void) | undefined) {
  const { t } = useTranslation();
  const [over, setOver] = useState(false);
  const [refused, setRefused] = useState("");
  const read = async (file: File | undefined) => {
    setRefused("");
    if (!file || !take) return;
    const named = DOCUMENT_ENDINGS.some((ending) => file.name.toLowerCase().endsWith(ending));
    if (!named || file.size > MOST_OF_A_DOCUMENT) return setRefused(t("composer.fileRefused"));
    try {
      const text = await file.text();
      if (isAltDocument(text) || file.name.toLowerCase().endsWith(".alt")) take(text);
      else setRefused(t("composer.fileRefused"));
    } catch {
      setRefused(t("composer.fileRefused"));
    }
  };
  const carries = (event: DragEvent) => take !== undefined && event.dataTransfer.types.includes("Files");
  return {
    over,
    refused,
    forget: () => setRefused(""),
    read,
    /** What the place takes on which files are dropped. */
    place: {
      onDragOver: (event: DragEvent) => {
        if (!carries(event)) return;
        event.preventDefault();
        setOver(true);
      },
      onDragLeave: (event: DragEvent) => {
        if (!(event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget))) setOver(false);
      },
      onDrop: (event: DragEvent) => {
        if (!carries(event)) return;
        event.preventDefault();
        setOver(false);
        void read(event.dataTransfer.files[0]);
      },
    },
  };
}
