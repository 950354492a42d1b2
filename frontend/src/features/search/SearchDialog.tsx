import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { useTranslation } from "../../i18n";
import { useLive } from "../../sync/useSync";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { More } from "../../ui/More";
import { SearchField } from "../../ui/SearchField";
import { HitRow } from "./HitRow";
import styles from "./SearchDialog.module.css";
import { type Hit, useSearch } from "./useSearch";

/** One field over people, conversations and knowledge. */
export function SearchDialog({ onClose }: { onClose(): void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const live = useLive();
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const [broken, setBroken] = useState(false);
  const { hits, busy, failed, reason, preparing, again, pages } = useSearch(typed);
  const list = useId();
  const field = useRef<HTMLInputElement>(null);
  const rows = useRef<HTMLDivElement>(null);
  const chosen = Math.min(at, hits.length - 1);

  useEffect(() => {
    rows.current?.querySelector('[aria-selected="true"]')?.scrollIntoView?.({ block: "nearest" });
  });

  const open = async (hit: Hit) => {
    try {
      if (hit.kind === "message") void navigate(`/c/${hit.message.conversation}?message=${hit.id}`);
      else if (hit.kind === "atlas") void navigate(`/atlas?q=${encodeURIComponent(hit.name)}`);
      else void navigate(`/c/${hit.kind === "person" ? await live.openDirectConversation(hit.id) : hit.id}`);
      onClose();
    } catch {
      setBroken(true);
    }
  };
  const keys = (event: KeyboardEvent) => {
    const hit = hits[chosen];
    if (event.key === "ArrowDown") setAt(hits.length > 0 ? (chosen + 1) % hits.length : 0);
    else if (event.key === "ArrowUp") setAt(hits.length > 0 ? (chosen - 1 + hits.length) % hits.length : 0);
    else if (event.key === "Enter" && hit && !event.nativeEvent.isComposing) void open(hit);
    else return;
    event.preventDefault();
  };
  const groups = (["conversation", "person", "message", "atlas"] as const)
    .map((kind) => ({ kind, hits: hits.filter((hit) => hit.kind === kind) }))
    .filter((group) => group.hits.length > 0);
  const titles = {
    conversation: t("search.conversations"),
    person: t("search.people"),
    message: t("search.messages"),
    atlas: t("search.atlas"),
  };

  const state =
    failed || broken
      ? t("search.failed")
      : preparing
        ? t("search.preparing")
        : hits.length > 0
          ? t("search.results", { count: hits.length })
          : busy
            ? t("app.loading")
            : typed.trim()
              ? t("search.nothing")
              : t("search.start");
  return (
    <Dialog title={t("search.title")} closeLabel={t("app.close")} onClose={onClose} bare focus={field}>
      <div className={styles.field}>
        <SearchField
          ref={field}
          label={t("search.label")}
          placeholder={t("search.placeholder")}
          value={typed}
          onChange={(value) => {
            setTyped(value);
            setAt(0);
          }}
          onKeyDown={keys}
          role="combobox"
          aria-expanded={hits.length > 0}
          aria-controls={list}
          aria-autocomplete="list"
          {...(hits.length > 0 ? { "aria-activedescendant": `${list}-${chosen}` } : {})}
        />
      </div>
      <div ref={rows} className={styles.rows} id={list} role="listbox" aria-label={t("search.title")}>
        {groups.map((group) => (
          // biome-ignore lint/a11y/useSemanticElements: a group of options is a role of its own
          <div key={group.kind} role="group" aria-label={titles[group.kind]}>
            <p className={styles.group} aria-hidden="true">
              {titles[group.kind]}
            </p>
            {group.hits.map((hit) => {
              const index = hits.indexOf(hit);
              return (
                <HitRow
                  key={hit.id}
                  hit={hit}
                  id={`${list}-${index}`}
                  selected={index === chosen}
                  onPoint={() => setAt(index)}
                  onOpen={() => void open(hit)}
                />
              );
            })}
          </div>
        ))}
      </div>
      <More pages={pages} />
      {typed.trim() === "" && <p className={styles.filters}>{t("search.filters")}</p>}
      {preparing && (
        <p className={styles.filters}>
          {t("search.preparingHint")}{" "}
          <Button size="s" onClick={again}>
            {t("app.retry")}
          </Button>
        </p>
      )}
      <p className={styles.state} role="status">
        {reason ? <span className={styles.refused}>{reason}</span> : state}
        <span className={styles.keys}>{t("search.keys")}</span>
      </p>
    </Dialog>
  );
}
