import { removeServerPicture, setServerPicture } from "../../api/servers";
import type { Server } from "../../api/serverTypes";
import { useLanguage, useTranslation } from "../../i18n";
import { Avatar } from "../../ui/Avatar";
import { PictureEditor } from "../../ui/PictureEditor";
import { Failure } from "./Failure";
import styles from "./settings.module.css";
import { useDoing } from "./useDoing";

/** The picture of a server, for who may change it. */
export function ServerPicture({ server }: { server: Server }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [failure, doing] = useDoing();
  return (
    <section className={styles.section} aria-labelledby="server-picture">
      <h2 id="server-picture" className={styles.title}>
        {t("servers.picture")}
      </h2>
      <PictureEditor
        face={<Avatar id={server.id} name={server.name} url={server.picture_url} language={language} size="l" group />}
        has={server.picture_url !== null}
        busy={false}
        outcome={<Failure text={failure} />}
        onKeep={(picture) => doing(() => setServerPicture(server.id, picture))}
        onRemove={() => void doing(() => removeServerPicture(server.id))}
      />
    </section>
  );
}
