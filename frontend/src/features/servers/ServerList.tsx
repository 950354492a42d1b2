import Plus from "lucide-react/icons/plus";
import Settings from "lucide-react/icons/settings";
import { Suspense, useState } from "react";
import { Link } from "react-router";
import type { Server } from "../../api/serverTypes";
import { useLanguage, useTranslation } from "../../i18n";
import { readStored, writeStored } from "../../lib/storage";
import { serverPermissions } from "../../sync/servers";
import { useSync } from "../../sync/useSync";
import { Avatar } from "../../ui/Avatar";
import { IconButton } from "../../ui/IconButton";
import { lazy } from "../../ui/lazy";
import { ChannelList } from "./ChannelList";
import styles from "./servers.module.css";

const NewServerDialog = lazy(() => import("./NewServerDialog").then((module) => ({ default: module.NewServerDialog })));
const NewChannelDialog = lazy(() =>
  import("./NewChannelDialog").then((module) => ({ default: module.NewChannelDialog })),
);

/** On this device: which servers are shut. */
const SHUT = "servers.shut";
const shut = () => new Set(readStored<string[]>(SHUT) ?? []);

function remember(server: string, isOpen: boolean): void {
  const ids = shut();
  if (isOpen) ids.delete(server);
  else ids.add(server);
  writeStored(SHUT, ids.size > 0 ? [...ids] : null);
}

/** This person's servers, each with the channels they see. */
export function ServerList({ open }: { open: string | undefined }) {
  const { t } = useTranslation();
  const servers = useSync((state) => state.servers);
  const [making, setMaking] = useState(false);
  const [channelIn, setChannelIn] = useState<Server | null>(null);
  const sorted = Object.values(servers).sort((one, other) => (one.created_at < other.created_at ? -1 : 1));
  return (
    <section className={styles.list} aria-label={t("servers.title")}>
      <div className={styles.listHead}>
        <h2 className={styles.listTitle}>{t("servers.title")}</h2>
        <IconButton label={t("servers.create")} onClick={() => setMaking(true)}>
          <Plus size={16} aria-hidden="true" />
        </IconButton>
      </div>
      {sorted.map((server) => (
        <ServerEntry key={server.id} server={server} open={open} onNewChannel={() => setChannelIn(server)} />
      ))}
      <Suspense fallback={null}>
        {making && <NewServerDialog onClose={() => setMaking(false)} />}
        {channelIn && <NewChannelDialog server={channelIn} onClose={() => setChannelIn(null)} />}
      </Suspense>
    </section>
  );
}

function ServerEntry(props: { server: Server; open: string | undefined; onNewChannel(): void }) {
  const { server, open, onNewChannel } = props;
  const { t } = useTranslation();
  const language = useLanguage();
  const me = useSync((state) => state.me.id);
  const [unfolded, setUnfolded] = useState(() => !shut().has(server.id));
  const may = serverPermissions(server, me);
  return (
    <details
      className={styles.entry}
      open={unfolded}
      onToggle={(event) => {
        setUnfolded(event.currentTarget.open);
        remember(server.id, event.currentTarget.open);
      }}
    >
      <summary className={styles.entryHead}>
        <Avatar id={server.id} name={server.name} url={server.picture_url} language={language} size="s" group />
        <span className={styles.entryName}>{server.name}</span>
      </summary>
      <div className={styles.tools}>
        {(may.has("manage_channels") || may.has("administrator")) && (
          <IconButton label={t("servers.newChannel", { name: server.name })} onClick={onNewChannel}>
            <Plus size={15} aria-hidden="true" />
          </IconButton>
        )}
        <Link
          to={`/servers/${server.id}`}
          className={styles.gear}
          aria-label={t("servers.settings", { name: server.name })}
          title={t("servers.settings", { name: server.name })}
        >
          <Settings size={15} aria-hidden="true" />
        </Link>
      </div>
      <ChannelList server={server} open={open} />
    </details>
  );
}
