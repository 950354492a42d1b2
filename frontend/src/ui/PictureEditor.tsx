import { useEffect, useRef, useState } from "react";
import { useTranslation } from "../i18n";
import { Button } from "./Button";
import styles from "./PictureEditor.module.css";

const SIDE = 512;
const KINDS = "image/jpeg,image/png,image/webp,image/gif";

interface Props {
  /** What is seen while none is chosen: the picture of now. */
  face: React.ReactNode;
  /** Is there one that could be removed? */
  has: boolean;
  busy: boolean;
  /** What went wrong, or well. */
  outcome: React.ReactNode;
  /** Take what was cut out; true where it was taken. */
  onKeep(picture: Blob): Promise<boolean>;
  onRemove(): void;
}

/** A picture: choose one, move and enlarge what is seen of it, keep or remove it. */
export function PictureEditor({ face, has, busy, outcome, onKeep, onRemove }: Props) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<ImageBitmap | null>(null);
  const [unreadable, setUnreadable] = useState(false);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [zoom, setZoom] = useState(1);
  const [across, setAcross] = useState(50);
  const [down, setDown] = useState(50);

  useEffect(() => {
    const paper = canvas.current?.getContext("2d");
    if (!paper || !chosen) return;
    const side = Math.min(chosen.width, chosen.height) / zoom;
    const left = ((chosen.width - side) * across) / 100;
    const top = ((chosen.height - side) * down) / 100;
    paper.clearRect(0, 0, SIDE, SIDE);
    paper.drawImage(chosen, left, top, side, side, 0, 0, SIDE, SIDE);
  }, [chosen, zoom, across, down]);

  const choose = async (file: File | undefined) => {
    if (!file) return;
    try {
      setChosen(await createImageBitmap(file));
      setUnreadable(false);
    } catch {
      setUnreadable(true);
    }
  };
  const keep = async () => {
    const picture = await new Promise<Blob | null>((give) => canvas.current?.toBlob(give, "image/png"));
    if (picture && (await onKeep(picture))) setChosen(null);
  };
  const sliders = [
    {
      label: t("prefs.profile.zoom"),
      value: zoom * 100,
      min: 100,
      max: 400,
      set: (value: number) => setZoom(value / 100),
    },
    { label: t("prefs.profile.across"), value: across, min: 0, max: 100, set: setAcross },
    { label: t("prefs.profile.down"), value: down, min: 0, max: 100, set: setDown },
  ];
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping a file is one more way; the field is the accessible one
    <div
      className={styles.editor}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        void choose(event.dataTransfer.files[0]);
      }}
    >
      {chosen ? (
        <canvas
          ref={canvas}
          width={SIDE}
          height={SIDE}
          className={styles.canvas}
          role="img"
          aria-label={t("prefs.profile.crop")}
        />
      ) : (
        <span className={styles.face}>{face}</span>
      )}
      <div className={styles.tools}>
        {chosen &&
          sliders.map(({ label, value, min, max, set }) => (
            <label key={label} className={styles.slider}>
              {label}
              <input
                type="range"
                min={min}
                max={max}
                value={value}
                onChange={(event) => set(Number(event.target.value))}
              />
            </label>
          ))}
        <p className={styles.buttons}>
          {chosen ? (
            <>
              <Button look="primary" disabled={busy} onClick={() => void keep()}>
                {t("prefs.profile.use")}
              </Button>
              <Button look="plain" onClick={() => setChosen(null)}>
                {t("app.cancel")}
              </Button>
            </>
          ) : (
            <>
              <label className={styles.file}>
                {t("prefs.profile.choose")}
                <input type="file" accept={KINDS} onChange={(event) => void choose(event.target.files?.[0])} />
              </label>
              {has && (
                <Button look="plain" disabled={busy} onClick={onRemove}>
                  {t("prefs.profile.remove")}
                </Button>
              )}
            </>
          )}
        </p>
        {unreadable ? (
          <p className={styles.failed} role="alert">
            {t("prefs.profile.unreadable")}
          </p>
        ) : (
          outcome
        )}
      </div>
    </div>
  );
}
