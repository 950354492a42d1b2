import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import {
  listAcknowledgements,
  listReactions,
  listReceipts,
  listRevisions,
  listVotes,
  type Reach,
} from "../../../api/messages";
import type { Message, User } from "../../../api/types";
import { useLanguage, useTranslation } from "../../../i18n";
import { shortDateTime } from "../../../lib/time";
import { personName } from "../../../sync/names";
import { Avatar } from "../../../ui/Avatar";
import { Button } from "../../../ui/Button";
import { Dialog } from "../../../ui/Dialog";
import { Markdown } from "../../../ui/Markdown";
import { Notice } from "../../../ui/Notice";
import { Skeleton } from "../../../ui/Skeleton";
import styles from "./dialogs.module.css";

interface Props {
  message: Message;
  onClose(): void;
}

/** A dialog over something fetched: waiting, failed, or shown. */
function Fetched<T>({
  title,
  name,
  message,
  fetch,
  onClose,
  children,
}: Props & { title: string; name: string; fetch(id: string): Promise<T>; children(data: T): ReactNode }) {
  const { t } = useTranslation();
  const query = useQuery({ queryKey: [name, message.id], queryFn: () => fetch(message.id), staleTime: 0 });
  return (
    <Dialog title={title} closeLabel={t("app.close")} onClose={onClose} width="s">
      <div className={styles.body}>
        {query.isPending && <Skeleton rows={4} label={t("app.loading")} />}
        {query.isError && (
          <Notice title={t("app.failed")} text={t("app.failedHint")} role="alert">
            <Button onClick={() => void query.refetch()}>{t("app.retry")}</Button>
          </Notice>
        )}
        {query.data && children(query.data)}
      </div>
    </Dialog>
  );
}

function People({ people }: { people: { key: string; user: User; note?: ReactNode }[] }) {
  const language = useLanguage();
  return (
    <ul className={styles.list}>
      {people.map(({ key, user, note }) => (
        <li key={key} className={styles.person}>
          <Avatar id={user.id} name={personName(user)} url={user.avatar_url} language={language} size="s" />
          <span className={styles.name}>{personName(user)}</span>
          {note}
        </li>
      ))}
    </ul>
  );
}

export function HistoryDialog(props: Props) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { message } = props;
  return (
    <Fetched {...props} title={t("msg.history")} name="history" fetch={listRevisions}>
      {(page) =>
        [{ version: message.version, text: message.text, created_at: message.edited_at ?? "" }, ...page.results].map(
          (revision, at) => (
            <section key={revision.version} className={styles.version}>
              <p className={styles.when}>
                {at === 0 ? t("msg.nowSays") : shortDateTime(revision.created_at, language)}
              </p>
              <Markdown text={revision.text} />
            </section>
          ),
        )
      }
    </Fetched>
  );
}

const STATES: Reach[] = ["read", "delivered", "sent"];

export function ReachDialog(props: Props) {
  const { t } = useTranslation();
  return (
    <Fetched {...props} title={t("msg.whoRead")} name="receipts" fetch={listReceipts}>
      {(page) => (
        <>
          {STATES.filter((state) => page.counts[state] > 0).map((state) => (
            <section key={state}>
              <h3 className={styles.heading}>
                {t(`msg.reach.${state}`)} · {page.counts[state]}
              </h3>
              <People
                people={page.results.filter((row) => row.state === state).map(({ user }) => ({ key: user.id, user }))}
              />
            </section>
          ))}
          <p className={styles.text}>{t("msg.reachHint")}</p>
        </>
      )}
    </Fetched>
  );
}

export function ReactedDialog(props: Props) {
  const { t } = useTranslation();
  return (
    <Fetched {...props} title={t("msg.reactions")} name="reactions" fetch={listReactions}>
      {(page) => (
        <People
          people={page.results.map(({ emoji, user }) => ({
            key: `${user.id}${emoji}`,
            user,
            note: <span className={styles.big}>{emoji}</span>,
          }))}
        />
      )}
    </Fetched>
  );
}

export function AcknowledgedDialog(props: Props) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <Fetched {...props} title={t("msg.whoAcknowledged")} name="acknowledgements" fetch={listAcknowledgements}>
      {(page) =>
        page.results.length === 0 ? (
          <p className={styles.nothing}>{t("msg.nobodyYet")}</p>
        ) : (
          <People
            people={page.results.map(({ user, created_at }) => ({
              key: user.id,
              user,
              note: <span className={styles.when}>{shortDateTime(created_at, language)}</span>,
            }))}
          />
        )
      }
    </Fetched>
  );
}

export function VotesDialog(props: Props) {
  const { t } = useTranslation();
  return (
    <Fetched {...props} title={t("msg.whoVoted")} name="votes" fetch={listVotes}>
      {(page) =>
        props.message.poll?.options
          .filter((option) => page.results.some((row) => row.option === option.id))
          .map((option) => (
            <section key={option.id}>
              <h3 className={styles.heading}>{option.text}</h3>
              <People
                people={page.results
                  .filter((row) => row.option === option.id)
                  .map(({ user }) => ({ key: user.id, user }))}
              />
            </section>
          ))
      }
    </Fetched>
  );
}
