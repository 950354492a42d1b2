import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useMemo, useState } from "react";
import { Link, useNavigate } from "react-router";
import { createRole, listRoles, orderRoles } from "../../api/servers";
import type { Server, ServerRole } from "../../api/serverTypes";
import { useTranslation } from "../../i18n";
import { useSync } from "../../sync/useSync";
import { Button } from "../../ui/Button";
import { SortList, SortRow } from "../../ui/Sort";
import { Failure } from "./Failure";
import { moved } from "./ordering";
import { RoleDot } from "./RoleDot";
import styles from "./settings.module.css";
import { myStanding, whyNotRole } from "./standing";
import { useDoing } from "./useDoing";
import { useOrder } from "./useOrder";
import { Why } from "./Why";

/** The roles of a server, the highest first: their order is who stands above whom. */
export function RolesScreen({ server }: { server: Server }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const me = useSync((state) => state.me.id);
  const mine = myStanding(server, me);
  const [name, setName] = useState("");
  const [failure, doing] = useDoing();
  const counts = useQuery({ queryKey: ["server", server.id, "roles"], queryFn: () => listRoles(server.id) });
  const known = useMemo(() => server.roles.filter((role) => !role.is_everyone).map((role) => role.id), [server.roles]);
  const [order, setOrder] = useOrder<readonly string[]>(known, (wanted) =>
    doing(() => orderRoles(server.id, [...wanted])),
  );
  const byId = new Map(server.roles.map((role) => [role.id, role]));
  const everyone = server.roles.find((role) => role.is_everyone);
  // A role neither leaves nor reaches a place that is not below one's own.
  const first = mine.owner ? 0 : order.findIndex((id) => mine.top > (byId.get(id)?.position ?? 0));
  const put = (id: string, to: number) => setOrder(moved(order, order.indexOf(id), Math.max(first, to)));
  const add = async (event: FormEvent) => {
    event.preventDefault();
    await doing(async () => {
      const role = await createRole(server.id, name.trim());
      void navigate(`/servers/${server.id}/roles/${role.id}`);
    });
  };
  const link = (role: ServerRole) => {
    const count = counts.data?.results.find((one) => one.id === role.id)?.member_count;
    return (
      <Link className={styles.rowLink} to={`/servers/${server.id}/roles/${role.id}`}>
        <RoleDot color={role.color} />
        <span className={styles.name}>{role.is_everyone ? t("servers.everyone") : role.name}</span>
        <span className={styles.detail}>{count === undefined ? "" : t("servers.people", { count })}</span>
      </Link>
    );
  };
  return (
    <section className={styles.section} aria-labelledby="server-roles">
      <h2 id="server-roles" className={styles.title}>
        {t("servers.rolesTitle")}
      </h2>
      <p className={styles.hint}>{t("servers.rolesHint")}</p>
      <Failure text={failure} />
      <SortList
        label={t("servers.rolesTitle")}
        className={styles.rows}
        ids={order}
        onPlace={put}
        onStep={(id, by) => put(id, order.indexOf(id) + by)}
        placeOf={(id) =>
          t("servers.placeOf", { name: byId.get(id)?.name ?? "", place: order.indexOf(id) + 1, count: order.length })
        }
      >
        {order.map((id) => {
          const role = byId.get(id);
          if (!role) return null;
          const why = whyNotRole(mine, role);
          return (
            <SortRow key={id} id={id} name={role.name} why={why && t(`servers.why.${why}`)}>
              {link(role)}
            </SortRow>
          );
        })}
      </SortList>
      {everyone && <p className={styles.under}>{link(everyone)}</p>}
      {mine.may("manage_roles") ? (
        <form className={styles.form} onSubmit={(event) => void add(event)}>
          <label className={styles.field}>
            {t("servers.newRole")}
            <input
              className={styles.input}
              value={name}
              maxLength={50}
              required
              onChange={(event) => setName(event.target.value)}
            />
          </label>
          <Button type="submit" disabled={name.trim() === ""}>
            {t("servers.add")}
          </Button>
        </form>
      ) : (
        <Why reason="noRoles" />
      )}
    </section>
  );
}
