import { type FormEvent, useState } from "react";
import { changeChannel } from "../../api/servers";
import type { Server } from "../../api/serverTypes";
import type { ChannelType, Conversation } from "../../api/types";
import { useTranslation } from "../../i18n";
import { useSync } from "../../sync/useSync";
import { Button } from "../../ui/Button";
import { Failure } from "./Failure";
import styles from "./settings.module.css";
import { myStanding } from "./standing";
import { useDoing } from "./useDoing";
import { Why } from "./Why";

const KINDS: ChannelType[] = ["text", "voice", "announcement"];
const SLOW = [0, 5, 10, 30, 60, 300, 900, 3_600, 21_600];

/** What a channel is. Give it a `key` of the version: what others save appears. */
export function ChannelForm({ server, channel }: { server: Server; channel: Conversation }) {
  const { t } = useTranslation();
  const me = useSync((state) => state.me.id);
  const may = myStanding(server, me).may("manage_channels");
  const [typed, setTyped] = useState({
    name: channel.name ?? "",
    description: channel.description,
    type: channel.channel?.type ?? "text",
    slow_mode_seconds: channel.slow_mode_seconds,
  });
  const [failure, doing] = useDoing();
  const save = (event: FormEvent) => {
    event.preventDefault();
    const wanted = { ...typed, name: typed.name.trim(), description: typed.description.trim() };
    void doing(() => changeChannel(server.id, channel.id, wanted));
  };
  const slowName = (seconds: number) =>
    seconds === 0
      ? t("details.slowOff")
      : seconds < 60
        ? t("details.seconds", { count: seconds })
        : seconds < 3_600
          ? t("details.minutes", { count: seconds / 60 })
          : t("details.hours", { count: seconds / 3_600 });
  const described = may ? {} : { "aria-describedby": "channel-why" };
  return (
    <form className={styles.form} onSubmit={save}>
      {!may && <Why id="channel-why" reason="noChannels" />}
      <label className={styles.field}>
        {t("servers.name")}
        <input
          className={styles.input}
          value={typed.name}
          maxLength={100}
          required
          disabled={!may}
          {...described}
          onChange={(event) => setTyped({ ...typed, name: event.target.value })}
        />
      </label>
      <label className={styles.field}>
        {t("servers.topic")}
        <textarea
          className={styles.input}
          value={typed.description}
          rows={2}
          maxLength={500}
          disabled={!may}
          {...described}
          onChange={(event) => setTyped({ ...typed, description: event.target.value })}
        />
      </label>
      <label className={styles.field}>
        {t("servers.kind")}
        <select
          className={styles.input}
          value={typed.type}
          disabled={!may}
          {...described}
          onChange={(event) => setTyped({ ...typed, type: event.target.value as ChannelType })}
        >
          {KINDS.map((kind) => (
            <option key={kind} value={kind}>
              {t(`servers.${kind}`)}
            </option>
          ))}
        </select>
      </label>
      <label className={styles.field}>
        {t("details.slow")}
        <select
          className={styles.input}
          value={typed.slow_mode_seconds}
          disabled={!may}
          {...described}
          onChange={(event) => setTyped({ ...typed, slow_mode_seconds: Number(event.target.value) })}
        >
          {[...new Set([...SLOW, channel.slow_mode_seconds])].map((seconds) => (
            <option key={seconds} value={seconds}>
              {slowName(seconds)}
            </option>
          ))}
        </select>
      </label>
      <Failure text={failure} />
      {may && (
        <Button look="primary" type="submit" disabled={typed.name.trim() === ""}>
          {t("servers.save")}
        </Button>
      )}
    </form>
  );
}
