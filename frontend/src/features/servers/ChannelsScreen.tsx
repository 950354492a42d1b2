import Hash from "lucide-react/icons/hash";
import Megaphone from "lucide-react/icons/megaphone";
import Volume2 from "lucide-react/icons/volume-2";
import { type FormEvent, useState } from "react";
import { Link } from "react-router";
import { createCategory, orderCategories, orderChannels } from "../../api/servers";
import type { Server } from "../../api/serverTypes";
import { useTranslation } from "../../i18n";
import { useSync } from "../../sync/useSync";
import { Button } from "../../ui/Button";
import { SortList, SortRow } from "../../ui/Sort";
import { Failure } from "./Failure";
import { type Block, changedBlocks, moved, placeChannel, stepChannel } from "./ordering";
import styles from "./settings.module.css";
import { myStanding } from "./standing";
import { useCategories, useChannels } from "./useChannels";
import { useDoing } from "./useDoing";
import { useOrder } from "./useOrder";
import { Why } from "./Why";

const ICONS = { text: Hash, voice: Volume2, announcement: Megaphone };

/** The categories and channels of a server in their order; each leads to its settings. */
export function ChannelsScreen({ server }: { server: Server }) {
  const { t } = useTranslation();
  const me = useSync((state) => state.me.id);
  const mine = myStanding(server, me);
  const may = mine.may("manage_channels");
  const [name, setName] = useState("");
  const [failure, doing] = useDoing();
  const categories = useCategories(server.id, true);
  const [channels, known] = useChannels(server.id, categories);
  const [blocks, setBlocks] = useOrder<readonly Block[]>(known, (wanted, before) =>
    doing(async () => {
      const order = wanted.flatMap(({ category }) => category ?? []);
      if (order.join() !== before.flatMap(({ category }) => category ?? []).join()) {
        await orderCategories(server.id, order);
      }
      for (const { category, channels } of changedBlocks(before, wanted)) {
        // What left for elsewhere is moved by the order of where it went.
        const left = before.find((block) => block.category === category)?.channels ?? [];
        if (channels.length >= left.length) await orderChannels(server.id, category, channels);
      }
    }),
  );
  const called = (category: string | null) =>
    categories.find((one) => one.id === category)?.name ?? t("servers.noCategory");
  const ids = blocks.flatMap(({ category, channels }) => [category ?? "none", ...channels]);
  const step = (id: string, by: -1 | 1) => {
    const at = blocks.findIndex((block) => block.category === id);
    // Those in no category stand first.
    if (at > 0) setBlocks(moved(blocks, at, Math.max(1, at + by)));
    else setBlocks(stepChannel(blocks, id, by));
  };
  const place = (id: string, index: number) => {
    const others = ids.filter((one) => one !== id).slice(0, index);
    const at = blocks.findIndex((block) => block.category === id);
    const headings = others.filter((one) => one === "none" || !channels.has(one));
    if (at > 0) return setBlocks(moved(blocks, at, Math.max(1, headings.length)));
    const last = headings.at(-1) ?? "none";
    setBlocks(placeChannel(blocks, id, last === "none" ? null : last, others.length - others.lastIndexOf(last) - 1));
  };
  const placeOf = (id: string) => {
    const block = blocks.find((one) => one.channels.includes(id));
    if (block) {
      return t("servers.placeIn", {
        name: channels.get(id)?.name ?? "",
        category: called(block.category),
        place: block.channels.indexOf(id) + 1,
        count: block.channels.length,
      });
    }
    const at = blocks.findIndex((one) => one.category === id);
    return t("servers.placeOf", { name: called(id), place: at, count: blocks.length - 1 });
  };
  const add = async (event: FormEvent) => {
    event.preventDefault();
    if (await doing(() => createCategory(server.id, name.trim()))) setName("");
  };
  const why = may ? null : t("servers.why.noChannels");
  return (
    <section className={styles.section} aria-labelledby="server-channels">
      <h2 id="server-channels" className={styles.title}>
        {t("servers.channelsTitle")}
      </h2>
      <p className={styles.hint}>{t("servers.channelsHint")}</p>
      <Failure text={failure} />
      <SortList
        label={t("servers.channelsTitle")}
        className={styles.rows}
        ids={ids}
        onPlace={place}
        onStep={step}
        placeOf={placeOf}
      >
        {blocks.flatMap((block) => [
          block.category === null ? (
            <SortRow key="none" id="none" name={t("servers.noCategory")} fixed>
              <span className={styles.heading}>{t("servers.noCategory")}</span>
            </SortRow>
          ) : (
            <SortRow key={block.category} id={block.category} name={called(block.category)} why={why}>
              <Link className={styles.rowLink} to={`/servers/${server.id}/categories/${block.category}/permissions`}>
                <span className={styles.heading}>{called(block.category)}</span>
              </Link>
            </SortRow>
          ),
          ...block.channels.map((id) => {
            const channel = channels.get(id);
            if (!channel) return null;
            const Icon = ICONS[channel.channel?.type ?? "text"];
            return (
              <SortRow key={id} id={id} name={channel.name ?? ""} why={why} className={styles.under}>
                <Link className={styles.rowLink} to={`/servers/${server.id}/channels/${id}/permissions`}>
                  <Icon size={15} aria-hidden="true" />
                  <span className={styles.name}>{channel.name}</span>
                </Link>
              </SortRow>
            );
          }),
        ])}
      </SortList>
      {may ? (
        <form className={styles.form} onSubmit={(event) => void add(event)}>
          <label className={styles.field}>
            {t("servers.newCategory")}
            <input
              className={styles.input}
              value={name}
              maxLength={100}
              required
              onChange={(event) => setName(event.target.value)}
            />
          </label>
          <Button type="submit" disabled={name.trim() === ""}>
            {t("servers.add")}
          </Button>
        </form>
      ) : (
        <Why reason="noChannels" />
      )}
    </section>
  );
}
