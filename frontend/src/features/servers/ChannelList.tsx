import Hash from "lucide-react/icons/hash";
import Megaphone from "lucide-react/icons/megaphone";
import Volume2 from "lucide-react/icons/volume-2";
import { useMemo } from "react";
import { NavLink } from "react-router";
import type { Server } from "../../api/serverTypes";
import type { Conversation } from "../../api/types";
import { useTranslation } from "../../i18n";
import { useSync } from "../../sync/useSync";
import { Hidden } from "../../ui/Hidden";
import { sectionsOf } from "./channels";
import styles from "./servers.module.css";

const ICONS = { text: Hash, voice: Volume2, announcement: Megaphone };

/** The channels of a server that one sees, under their categories: one with nothing to see in it is not shown. */
export function ChannelList({ server, open }: { server: Server; open: string | undefined }) {
  const { t } = useTranslation();
  const conversations = useSync((state) => state.conversations);
  const sections = useMemo(() => sectionsOf(conversations, server.id), [conversations, server.id]);
  return (
    <nav aria-label={t("servers.channels", { name: server.name })}>
      {sections.length === 0 && <p className={styles.noChannels}>{t("servers.noChannels")}</p>}
      {sections.map((section) => (
        <div key={section.id}>
          {section.name && <p className={styles.category}>{section.name}</p>}
          <ul className={styles.channels}>
            {section.channels.map((channel) => (
              <li key={channel.id}>
                <ChannelLink channel={channel} open={channel.id === open} />
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}

function ChannelLink({ channel, open }: { channel: Conversation; open: boolean }) {
  const { t } = useTranslation();
  const kind = channel.channel?.type ?? "text";
  const Icon = ICONS[kind];
  const unread = channel.unread_count;
  return (
    <NavLink
      to={`/c/${channel.id}`}
      className={`${styles.channel} ${open ? styles.open : ""} ${unread > 0 ? styles.unread : ""}`}
    >
      <Icon size={15} role="img" aria-label={t(`servers.${kind}`)} />
      <span className={styles.channelName}>{channel.name}</span>
      {unread > 0 && (
        <span className={styles.badge}>
          <span aria-hidden="true">{unread > 99 ? "99+" : unread}</span>
          <Hidden>{t("servers.unread", { count: unread })}</Hidden>
        </span>
      )}
    </NavLink>
  );
}
