import { useEffect, useRef, useState } from "react";
import { putAvatar, removeAvatar } from "../../api/account";
import { useLanguage, useTranslation } from "../../i18n";
import { personName } from "../../sync/names";
import { useLive, useSync } from "../../sync/useSync";
import { Avatar } from "../../ui/Avatar";
import { Button } from "../../ui/Button";
import styles from "./AvatarEditor.module.css";
import { Buttons, Outcome } from "./Section";
import { useAction } from "./useAction";

const SIDE = 512;
const KINDS = "image/jpeg,image/png,image/webp,image/gif";

/** One's picture: choose one, move and enlarge what is seen of it, keep or remove it. */
export function AvatarEditor() {
  const { t } = useTranslation();
  const language = useLanguage();
  const { store } = useLive();
  const me = useSync((state) => state.me);
  const [chosen, setChosen] = useState<ImageBitmap | null>(null);
  const [unreadable, setUnreadable] = useState(false);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [zoom, setZoom] = useState(1);
  const [across, setAcross] = useState(50);
  const [down, setDown] = useState(50);
  const show = (url: string | null) => store.setState((state) => ({ me: { ...state.me, avatar_url: url } }));

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
  const keep = useAction(async () => {
    const picture = await new Promise<Blob | null>((give) => canvas.current?.toBlob(give, "image/png"));
    if (!picture) return;
    show((await putAvatar(picture)).avatar_url);
    setChosen(null);
  });
  const remove = useAction(async () => {
    await removeAvatar();
    show(null);
  });
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
        <span className={styles.face}>
          <Avatar id={me.id} name={personName(me)} url={me.avatar_url} language={language} size="l" />
        </span>
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
        <Buttons>
          {chosen ? (
            <>
              <Button look="primary" disabled={keep.busy} onClick={() => void keep.run()}>
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
              {me.avatar_url && (
                <Button look="plain" disabled={remove.busy} onClick={() => void remove.run()}>
                  {t("prefs.profile.remove")}
                </Button>
              )}
            </>
          )}
        </Buttons>
        <Outcome
          failed={unreadable ? t("prefs.profile.unreadable") : keep.failed || remove.failed}
          done={keep.done && t("prefs.saved")}
        />
      </div>
    </div>
  );
}
