import { putAvatar, removeAvatar } from "../../api/account";
import { useLanguage, useTranslation } from "../../i18n";
import { personName } from "../../sync/names";
import { useLive, useSync } from "../../sync/useSync";
import { Avatar } from "../../ui/Avatar";
import { PictureEditor } from "../../ui/PictureEditor";
import { Outcome } from "./Section";
import { useAction } from "./useAction";

/** One's picture: choose one, move and enlarge what is seen of it, keep or remove it. */
export function AvatarEditor() {
  const { t } = useTranslation();
  const language = useLanguage();
  const { store } = useLive();
  const me = useSync((state) => state.me);
  const show = (url: string | null) => store.setState((state) => ({ me: { ...state.me, avatar_url: url } }));
  const keep = useAction(async (picture: Blob) => {
    show((await putAvatar(picture)).avatar_url);
    return true;
  });
  const remove = useAction(async () => {
    await removeAvatar();
    show(null);
  });
  return (
    <PictureEditor
      face={<Avatar id={me.id} name={personName(me)} url={me.avatar_url} language={language} size="l" />}
      has={me.avatar_url !== null}
      busy={keep.busy || remove.busy}
      outcome={<Outcome failed={keep.failed || remove.failed} done={keep.done && t("prefs.saved")} />}
      onKeep={async (picture) => (await keep.run(picture)) === true}
      onRemove={() => void remove.run()}
    />
  );
}
