import { useQuery, useQueryClient } from "@tanstack/react-query";
import Plus from "lucide-react/icons/plus";
import { useState } from "react";
import type { SavedCommand } from "../../../api/commandTypes";
import { forgetSavedCommand, listSavedCommands } from "../../../api/savedCommands";
import { useTranslation } from "../../../i18n";
import { conversationName, personName } from "../../../sync/names";
import { useFresh } from "../../../sync/useFresh";
import { useSync } from "../../../sync/useSync";
import { Button } from "../../../ui/Button";
import { Page } from "../../../ui/Page";
import { SearchField } from "../../../ui/SearchField";
import { Listed } from "../Listed";
import { Tabs } from "../Tabs";
import { useDoing } from "../useDoing";
import styles from "../work.module.css";
import { SaveDialog } from "./SaveDialog";
import { SlashDialog } from "./SlashDialog";

type Open = { is: "new" } | { is: "change" | "run"; saved: SavedCommand } | null;

/** The saved commands a person sees: run, change, forget. */
export function SavedPage() {
  const { t } = useTranslation();
  const [q, setQ] = useState("");
  const [open, setOpen] = useState<Open>(null);
  useFresh("saved-commands", "saved_command.");
  const wanted = q.trim().replace(/^\//, "");
  const query = useQuery({
    queryKey: ["saved-commands", "all", wanted],
    queryFn: ({ signal }) => listSavedCommands(wanted ? { q: wanted } : {}, signal),
    placeholderData: (before) => before,
  });
  const close = () => setOpen(null);
  return (
    <Page title={t("commands.title")} backLabel={t("app.back")}>
      <Tabs />
      <div className={styles.bar}>
        <div className={styles.grow}>
          <SearchField label={t("work.saved.search")} value={q} onChange={setQ} />
        </div>
        <Button onClick={() => setOpen({ is: "new" })}>
          <Plus size={16} aria-hidden="true" />
          {t("work.saved.new")}
        </Button>
      </div>
      <Listed
        query={query}
        label={t("work.tabs.saved")}
        empty={t("work.saved.none")}
        emptyHint={t("work.saved.noneHint")}
      >
        {(saved) => <SavedRow saved={saved} onOpen={(is) => setOpen({ is, saved })} />}
      </Listed>
      {open?.is === "new" && <SaveDialog onClose={close} />}
      {open?.is === "change" && <SaveDialog saved={open.saved} onClose={close} />}
      {open?.is === "run" && (
        <SlashDialog
          saved={open.saved}
          {...(open.saved.conversation ? { conversation: open.saved.conversation } : {})}
          onClose={close}
        />
      )}
    </Page>
  );
}

function SavedRow({ saved, onOpen }: { saved: SavedCommand; onOpen(is: "change" | "run"): void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const me = useSync((state) => state.me.id);
  const room = useSync((state) => (saved.conversation ? state.conversations[saved.conversation] : undefined));
  const server = useSync((state) => (saved.server ? state.servers[saved.server] : undefined));
  const doing = useDoing();
  const where = room
    ? conversationName(room, me, t)
    : server
      ? t("work.saved.ofServer", { name: server.name })
      : saved.conversation || saved.server
        ? t("work.saved.ofPlace")
        : t("work.saved.forMe");
  const forget = () =>
    doing.run(async () => {
      await forgetSavedCommand(saved.id);
      await queries.invalidateQueries({ queryKey: ["saved-commands"] });
    });
  return (
    <>
      <div className={styles.words}>
        <p className={styles.name}>/{saved.name}</p>
        <p className={styles.detail}>{saved.description || saved.title}</p>
        <p className={styles.detail}>
          {where}
          {saved.author && saved.author.id !== me && ` · ${personName(saved.author)}`}
          {saved.input_count > 0 && ` · ${t("work.saved.inputs", { count: saved.input_count })}`}
        </p>
        {doing.failed && (
          <p className={styles.bad} role="alert">
            {doing.failed}
          </p>
        )}
      </div>
      <div className={styles.buttons}>
        <Button
          size="s"
          look="primary"
          aria-label={`${t("work.saved.run")} /${saved.name}`}
          onClick={() => onOpen("run")}
        >
          {t("work.saved.run")}
        </Button>
        <Button size="s" aria-label={`${t("work.edit")} /${saved.name}`} onClick={() => onOpen("change")}>
          {t("work.edit")}
        </Button>
        <Button
          size="s"
          look="danger"
          disabled={doing.busy}
          aria-label={`${t("work.delete")} /${saved.name}`}
          onClick={() => void forget()}
        >
          {t("work.delete")}
        </Button>
      </div>
    </>
  );
}
