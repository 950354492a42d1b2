import { useState } from "react";
import { type GroupSettings, removeGroupPicture, setGroupPicture } from "../../api/conversations";
import { useLanguage, useTranslation } from "../../i18n";
import { Avatar } from "../../ui/Avatar";
import { ErrorMessage } from "../../ui/ErrorMessage";
import { PictureEditor } from "../../ui/PictureEditor";
import styles from "./DetailsPane.module.css";
import { reasonOf } from "./reason";

/** The picture of a group, for who may change it. */
export function GroupPicture({ group }: { group: GroupSettings }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [state, setState] = useState<{ busy: boolean; failure: string | null }>({ busy: false, failure: null });
  const run = async (work: () => Promise<unknown>) => {
    setState({ busy: true, failure: null });
    try {
      await work();
      setState({ busy: false, failure: null });
      return true;
    } catch (error) {
      setState({ busy: false, failure: reasonOf(error, t) });
      return false;
    }
  };
  return (
    <section className={styles.section} aria-labelledby="details-picture">
      <h3 id="details-picture" className={styles.heading}>
        {t("prefs.profile.picture")}
      </h3>
      <PictureEditor
        face={<Avatar id={group.id} name={group.name} url={group.avatar_url} language={language} size="l" group />}
        has={group.avatar_url !== null}
        busy={state.busy}
        outcome={<ErrorMessage>{state.failure}</ErrorMessage>}
        onKeep={(picture) => run(() => setGroupPicture(group.id, picture))}
        onRemove={() => void run(() => removeGroupPicture(group.id))}
      />
    </section>
  );
}
