import { useQuery } from "@tanstack/react-query";
import ArrowLeft from "lucide-react/icons/arrow-left";
import { useState } from "react";
import { Link, useNavigate, useParams } from "react-router";
import { changeCategory, deleteCategory, deleteChannel, readChannel, syncChannel } from "../../api/servers";
import type { Category, Server } from "../../api/serverTypes";
import type { Conversation } from "../../api/types";
import { useTranslation } from "../../i18n";
import { useSync } from "../../sync/useSync";
import { Button } from "../../ui/Button";
import { Notice } from "../../ui/Notice";
import { ChannelForm } from "./ChannelForm";
import { Failure } from "./Failure";
import { NameForm } from "./NameForm";
import { Overrides } from "./Overrides";
import type { OfChannel } from "./ofChannel";
import { SureDialog } from "./SureDialog";
import styles from "./settings.module.css";
import { myStanding } from "./standing";
import { useCategories } from "./useChannels";
import { useDoing } from "./useDoing";

/** A channel or a category: what it is called, and what is different there. */
export function PlaceScreen({ server, ofChannel }: { server: Server; ofChannel: OfChannel | undefined }) {
  const { t } = useTranslation();
  const { kind, place = "" } = useParams();
  const channel = useSync((state) => state.conversations[place]);
  const categories = useCategories(server.id, kind === "categories");
  const category = categories.find((one) => one.id === place);
  return (
    <>
      <Link className={styles.back} to={`/servers/${server.id}/channels`}>
        <ArrowLeft size={15} aria-hidden="true" />
        {t("servers.channelsTitle")}
      </Link>
      {kind === "channels" && channel?.channel?.server === server.id ? (
        <ChannelPlace key={place} server={server} channel={channel} ofChannel={ofChannel} />
      ) : category ? (
        <CategoryPlace key={place} server={server} category={category} />
      ) : (
        <Notice title={t("servers.placeGone")} role="status" />
      )}
    </>
  );
}

interface ChannelProps {
  server: Server;
  channel: Conversation;
  ofChannel: OfChannel | undefined;
}

function ChannelPlace({ server, channel, ofChannel }: ChannelProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const me = useSync((state) => state.me.id);
  const may = myStanding(server, me).may("manage_channels");
  const [sure, setSure] = useState(false);
  const [failure, doing] = useDoing();
  const query = useQuery({
    queryKey: ["server", server.id, "overrides", "channel", channel.id, channel.channel?.category?.id],
    queryFn: () => readChannel(server.id, channel.id),
  });
  const category = channel.channel?.category;
  return (
    <section className={styles.section} aria-labelledby="place">
      <h2 id="place" className={styles.title}>
        {channel.name}
      </h2>
      <ChannelForm key={channel.version} server={server} channel={channel} />
      {category && query.data && (
        <div className={styles.form}>
          <p className={styles.hint}>
            {t(query.data.synced ? "servers.synced" : "servers.notSynced", { name: category.name })}
          </p>
          {!query.data.synced && may && (
            <Button size="s" onClick={() => void doing(() => syncChannel(server.id, channel.id))}>
              {t("servers.sync", { name: category.name })}
            </Button>
          )}
          <Failure text={failure} />
        </div>
      )}
      {may && ofChannel?.(channel.id)}
      <Overrides server={server} kind="channels" place={channel.id} />
      {may && (
        <p className={styles.buttons}>
          <Button look="danger" onClick={() => setSure(true)}>
            {t("servers.deleteChannel")}
          </Button>
        </p>
      )}
      {sure && (
        <SureDialog
          title={t("servers.deleteChannel")}
          text={t("servers.deleteChannelSure", { name: channel.name ?? "" })}
          onSure={async () => {
            await deleteChannel(server.id, channel.id);
            void navigate(`/servers/${server.id}/channels`);
          }}
          onClose={() => setSure(false)}
        />
      )}
    </section>
  );
}

function CategoryPlace({ server, category }: { server: Server; category: Category }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const me = useSync((state) => state.me.id);
  const may = myStanding(server, me).may("manage_channels");
  const [sure, setSure] = useState(false);
  return (
    <section className={styles.section} aria-labelledby="place">
      <h2 id="place" className={styles.title}>
        {category.name}
      </h2>
      <NameForm
        key={category.version}
        name={category.name}
        disabled={!may}
        onSave={(name) => changeCategory(server.id, category.id, name)}
      />
      <Overrides server={server} kind="categories" place={category.id} />
      {may && (
        <p className={styles.buttons}>
          <Button look="danger" onClick={() => setSure(true)}>
            {t("servers.deleteCategory")}
          </Button>
        </p>
      )}
      {sure && (
        <SureDialog
          title={t("servers.deleteCategory")}
          text={t("servers.deleteCategorySure", { name: category.name })}
          onSure={async () => {
            await deleteCategory(server.id, category.id);
            void navigate(`/servers/${server.id}/channels`);
          }}
          onClose={() => setSure(false)}
        />
      )}
    </section>
  );
}
