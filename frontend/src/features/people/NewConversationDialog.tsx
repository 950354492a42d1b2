import { keepPreviousData, useQuery } from "@tanstack/react-query";
import X from "lucide-react/icons/x";
import { type FormEvent, useId, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { searchUsers } from "../../api/endpoints";
import { ApiProblem } from "../../api/problem";
import type { User } from "../../api/types";
import { useTranslation } from "../../i18n";
import { useDelayed } from "../../lib/useDelayed";
import { personName } from "../../sync/names";
import { useLive, useSync } from "../../sync/useSync";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { DialogFooter } from "../../ui/DialogFooter";
import { SearchField } from "../../ui/SearchField";
import styles from "./NewConversationDialog.module.css";
import { PersonOption } from "./PersonOption";

/** Find people; one opens a direct conversation, several make a group. */
export function NewConversationDialog({ onClose }: { onClose(): void }) {
  const { t } = useTranslation();
  const live = useLive();
  const navigate = useNavigate();
  const me = useSync((state) => state.me.id);
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState<User[]>([]);
  const [name, setName] = useState("");
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const nameId = useId();
  const asked = useDelayed(typed.trim(), 160);
  const query = useQuery({
    queryKey: ["people", asked],
    queryFn: ({ signal }) => searchUsers(asked, signal),
    enabled: asked !== "",
    placeholderData: keepPreviousData,
  });
  const people = (asked ? (query.data?.results ?? []) : []).flatMap((hit) =>
    hit.type === "user" && hit.user.id !== me ? [hit.user] : [],
  );
  const group = chosen.length > 1;

  const toggle = (user: User) => {
    setChosen((before) =>
      before.some((other) => other.id === user.id) ? before.filter((other) => other.id !== user.id) : [...before, user],
    );
    field.current?.focus();
  };
  const start = async (event: FormEvent) => {
    event.preventDefault();
    const first = chosen[0];
    if (!first || busy || (group && name.trim() === "")) return;
    setBusy(true);
    setFailure(null);
    try {
      const id = group
        ? await live.createGroup(
            name.trim(),
            chosen.map((user) => user.id),
          )
        : await live.openDirectConversation(first.id);
      void navigate(`/c/${id}`);
      onClose();
    } catch (error) {
      setFailure(error instanceof ApiProblem ? error.message : t("people.failed"));
      setBusy(false);
    }
  };

  return (
    <Dialog title={t("people.title")} closeLabel={t("app.close")} onClose={onClose} width="s" focus={field}>
      <form className={styles.form} onSubmit={(event) => void start(event)}>
        <div className={styles.top}>
          <SearchField
            ref={field}
            label={t("people.label")}
            placeholder={t("people.placeholder")}
            value={typed}
            onChange={setTyped}
            onKeyDown={(event) => {
              const only = people[0];
              if (event.key !== "Enter" || typed.trim() === "") return;
              event.preventDefault();
              if (only && asked === typed.trim()) {
                if (!chosen.some((user) => user.id === only.id)) toggle(only);
                setTyped("");
              }
            }}
          />
          {chosen.length > 0 && (
            <ul className={styles.chosen} aria-label={t("people.chosen")}>
              {chosen.map((user) => (
                <li key={user.id}>
                  <button
                    type="button"
                    className={styles.chip}
                    aria-label={t("people.remove", { name: personName(user) })}
                    onClick={() => toggle(user)}
                  >
                    {personName(user)}
                    <X size={13} aria-hidden="true" />
                  </button>
                </li>
              ))}
            </ul>
          )}
        </div>
        <div className={styles.people}>
          {people.map((user) => (
            <PersonOption
              key={user.id}
              user={user}
              chosen={chosen.some((other) => other.id === user.id)}
              onToggle={() => toggle(user)}
            />
          ))}
          {people.length === 0 && (
            <p className={styles.nothing} role="status">
              {asked === "" ? t("people.hint") : query.isFetching ? t("app.loading") : t("people.nobody")}
            </p>
          )}
        </div>
        {group && (
          <p className={styles.name}>
            <label htmlFor={nameId}>{t("people.groupName")}</label>
            <input
              id={nameId}
              className={styles.input}
              value={name}
              maxLength={100}
              required
              placeholder={t("people.groupNamePlaceholder")}
              onChange={(event) => setName(event.target.value)}
            />
          </p>
        )}
        {failure && (
          <p className={styles.failure} role="alert">
            {failure}
          </p>
        )}
        <DialogFooter onClose={onClose}>
          <Button look="primary" type="submit" disabled={chosen.length === 0 || busy || (group && name.trim() === "")}>
            {group ? t("people.startGroup") : t("people.start")}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
