import { useQuery } from "@tanstack/react-query";
import ServerCog from "lucide-react/icons/server-cog";
import { listServices, type Service, type ServiceInstance } from "../../../api/services";
import { useLanguage, useTranslation } from "../../../i18n";
import { fullTime, shortDateTime } from "../../../lib/time";
import { Button } from "../../../ui/Button";
import { Notice } from "../../../ui/Notice";
import { Page } from "../../../ui/Page";
import { Skeleton } from "../../../ui/Skeleton";
import { reasonOf } from "../reason";
import { Tabs } from "../Tabs";
import work from "../work.module.css";
import { type Health, healthOf, instanceHealth } from "./health";
import styles from "./ServicesPage.module.css";

const EVERY_MS = 10_000;

/** What is served elsewhere, and whether it can be called: a picture of each, and its instances in words. */
export function ServicesPage() {
  const { t } = useTranslation();
  const query = useQuery({
    queryKey: ["services"],
    queryFn: ({ signal }) => listServices(signal),
    staleTime: 0,
    refetchInterval: EVERY_MS,
  });
  const services = query.data?.results ?? [];
  return (
    <Page title={t("commands.title")} hint={t("work.services.hint")} backLabel={t("app.back")}>
      <Tabs />
      {query.isPending && <Skeleton rows={5} look="cards" label={t("app.loading")} />}
      {query.isError && !query.data && (
        <Notice title={t("app.failed")} text={reasonOf(query.error, t)} role="alert">
          <Button onClick={() => void query.refetch()}>{t("app.retry")}</Button>
        </Notice>
      )}
      {query.isError && query.data && (
        <p className={work.note} role="status">
          {t("work.services.old")}
        </p>
      )}
      {query.isSuccess && services.length === 0 && (
        <Notice
          icon={<ServerCog size={22} aria-hidden="true" />}
          title={t("work.services.none")}
          text={t("work.services.noneHint")}
        />
      )}
      {services.length > 0 && <Sum services={services} />}
      <ul className={styles.services}>
        {services.map((service) => (
          <li key={service.id}>
            <ServiceCard service={service} />
          </li>
        ))}
      </ul>
    </Page>
  );
}

/** How many there are of each state. */
function Sum({ services }: { services: Service[] }) {
  const { t } = useTranslation();
  const counts = new Map<Health, number>();
  for (const service of services) counts.set(healthOf(service), (counts.get(healthOf(service)) ?? 0) + 1);
  return (
    <p className={styles.sum} role="status">
      {[...counts].map(([health, count]) => (
        <span key={health} className={styles.count}>
          <Dot health={health} />
          {count} {t(`work.services.health.${health}`)}
        </span>
      ))}
    </p>
  );
}

function ServiceCard({ service }: { service: Service }) {
  const { t } = useTranslation();
  const health = healthOf(service);
  const serves = service.task_types.map((one) => one.name);
  return (
    <article className={`${styles.card} ${styles[health]}`} aria-label={service.name} data-testid="service">
      <header className={styles.head}>
        <h2 className={styles.name}>{service.name}</h2>
        <span className={work.tag}>{t(`work.services.type.${service.type}`)}</span>
        <span className={styles.state}>
          <Dot health={health} />
          {t(`work.services.health.${health}`)}
        </span>
      </header>
      {service.description && <p className={work.detail}>{service.description}</p>}
      {serves.length > 0 && (
        <p className={work.detail}>
          {t("work.services.serves")}{" "}
          {serves.map((name) => (
            <code key={name} className={styles.type}>
              {name}
            </code>
          ))}
        </p>
      )}
      <p className={work.detail}>
        {t(`work.services.strategy.${service.strategy}`)} ·{" "}
        {t(service.fallback ? "work.services.fallback" : "work.services.noFallback")}
      </p>
      {service.instances.length === 0 ? (
        <p className={work.detail}>{t("work.services.noInstance")}</p>
      ) : (
        <ul className={styles.instances} aria-label={t("work.services.instances", { count: service.instances.length })}>
          {service.instances.map((instance) => (
            <InstanceRow key={instance.id} instance={instance} />
          ))}
        </ul>
      )}
    </article>
  );
}

function InstanceRow({ instance }: { instance: ServiceInstance }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { circuit } = instance;
  const busy = Math.max(instance.busy, circuit.busy);
  const heard = instance.last_heartbeat_at;
  return (
    <li className={styles.instance}>
      <Dot health={instanceHealth(instance)} />
      <span className={styles.words}>
        <code className={styles.url}>{instance.url}</code>
        <span className={work.detail}>
          {t(`work.services.state.${instance.state}`)} · {t(`work.services.circuit.${circuit.state}`)}
          {circuit.state === "open" && ` (${t("work.services.retry", { count: circuit.retry_seconds })})`}
          {circuit.failures > 0 && ` · ${t("work.services.failures", { count: circuit.failures })}`}
          {instance.software && ` · ${instance.software}`}
        </span>
        <span className={work.detail}>
          {heard ? (
            <time dateTime={heard} title={fullTime(heard, language)}>
              {t("work.services.heard", { when: shortDateTime(heard, language) })}
            </time>
          ) : (
            t(instance.is_fixed ? "work.services.fixed" : "work.services.unheard")
          )}
        </span>
      </span>
      <span className={styles.load}>
        <meter
          className={styles.meter}
          min={0}
          max={instance.capacity}
          value={Math.min(busy, instance.capacity)}
          aria-label={t("work.services.load", { busy, capacity: instance.capacity })}
        />
        <span aria-hidden="true">
          {busy}/{instance.capacity}
        </span>
      </span>
    </li>
  );
}

/** A state as a sign: another shape for each, for those who do not tell the colours apart. */
function Dot({ health }: { health: Health }) {
  return (
    <svg className={`${styles.dot} ${styles[health]}`} width={12} height={12} viewBox="0 0 12 12" aria-hidden="true">
      {health === "up" && <circle cx={6} cy={6} r={5} />}
      {health === "partly" && <path d="M6 1 11.5 11H.5Z" />}
      {health === "down" && <rect x={1} y={1} width={10} height={10} rx={1.5} />}
      {health === "off" && <circle className={styles.hollow} cx={6} cy={6} r={4} />}
    </svg>
  );
}
