import { keepPreviousData, useQuery } from "@tanstack/react-query";
import Check from "lucide-react/icons/check";
import { useRef, useState } from "react";
import { addMembers } from "../../api/conversations";
import { searchUsers } from "../../api/endpoints";
import type { Conversation, User } from "../../api/types";
import { useLanguage, useTranslation } from "../../i18n";
import { useDelayed } from "../../lib/useDelayed";
import { personName } from "../../sync/names";
import { Avatar } from "../../ui/Avatar";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { DialogFooter } from "../../ui/DialogFooter";
import { ErrorMessage } from "../../ui/ErrorMessage";
import { SearchField } from "../../ui/SearchField";
import styles from "./AddPeopleDialog.module.css";
import { reasonOf } from "./reason";

/** Find people who are not in a group yet, and add them. */
export function AddPeopleDialog({ conversation, onClose }: { conversation: Conversation; onClose(): void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState<User[]>([]);
  const [state, setState] = useState<{ busy: boolean; failure: string | null }>({ busy: false, failure: null });
  const field = useRef<HTMLInputElement>(null);
  const asked = useDelayed(typed.trim(), 160);
  const query = useQuery({
    queryKey: ["people", asked],
    queryFn: ({ signal }) => searchUsers(asked, signal),
    enabled: asked !== "",
    placeholderData: keepPreviousData,
  });
  const here = new Set(conversation.participants.map(({ user }) => user.id));
  const found = (asked ? (query.data?.results ?? []) : []).flatMap((hit) =>
    hit.type === "user" && !here.has(hit.user.id) ? [hit.user] : [],
  );
  const ids = new Set(chosen.map((user) => user.id));
  const people = [...chosen, ...found.filter((user) => !ids.has(user.id))];
  const add = async () => {
    setState({ busy: true, failure: null });
    try {
      await addMembers(conversation.id, [...ids]);
      onClose();
    } catch (error) {
      setState({ busy: false, failure: reasonOf(error, t) });
    }
  };
  return (
    <Dialog title={t("details.add")} closeLabel={t("app.close")} onClose={onClose} width="s" focus={field}>
      <div className={styles.search}>
        <SearchField
          ref={field}
          label={t("people.label")}
          placeholder={t("people.placeholder")}
          value={typed}
          onChange={setTyped}
        />
      </div>
      <div className={styles.people}>
        {people.map((user) => (
          <button
            key={user.id}
            type="button"
            className={styles.person}
            aria-pressed={ids.has(user.id)}
            onClick={() =>
              setChosen(ids.has(user.id) ? chosen.filter((other) => other.id !== user.id) : [...chosen, user])
            }
          >
            <Avatar id={user.id} name={personName(user)} url={user.avatar_url} language={language} size="s" />
            <span className={styles.name}>{personName(user)}</span>
            <span className={styles.username}>@{user.username}</span>
            <span className={styles.check} aria-hidden="true">
              <Check size={14} strokeWidth={3} />
            </span>
          </button>
        ))}
        {people.length === 0 && (
          <p className={styles.nothing} role="status">
            {asked === "" ? t("people.placeholder") : query.isFetching ? t("app.loading") : t("people.nobody")}
          </p>
        )}
        <ErrorMessage>{state.failure}</ErrorMessage>
      </div>
      <DialogFooter onClose={onClose}>
        <Button look="primary" disabled={chosen.length === 0 || state.busy} onClick={() => void add()}>
          {t("details.addSend", { count: chosen.length })}
        </Button>
      </DialogFooter>
    </Dialog>
  );
}
