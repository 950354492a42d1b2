import { Suspense, useEffect, useRef } from "react";
import { Link, NavLink, Route, Routes, useLocation, useParams } from "react-router";
import type { Server } from "../../api/serverTypes";
import { useTranslation } from "../../i18n";
import { useSync } from "../../sync/useSync";
import { lazy } from "../../ui/lazy";
import { Notice } from "../../ui/Notice";
import { Page } from "../../ui/Page";
import { Skeleton } from "../../ui/Skeleton";
import { Overview } from "./Overview";
import type { OfChannel } from "./ofChannel";
import styles from "./settings.module.css";
import { myStanding } from "./standing";
import { useServerNews } from "./useServerNews";

const MembersScreen = lazy(
  () => import("./MembersScreen").then((module) => ({ default: module.MembersScreen })),
  "page",
);
const RolesScreen = lazy(() => import("./RolesScreen").then((module) => ({ default: module.RolesScreen })), "page");
const RoleScreen = lazy(() => import("./RoleScreen").then((module) => ({ default: module.RoleScreen })), "page");
const ChannelsScreen = lazy(
  () => import("./ChannelsScreen").then((module) => ({ default: module.ChannelsScreen })),
  "page",
);
const PlaceScreen = lazy(() => import("./PlaceScreen").then((module) => ({ default: module.PlaceScreen })), "page");
const LinksScreen = lazy(() => import("./Links").then((module) => ({ default: module.Links })), "page");
const EmojiScreen = lazy(() => import("./EmojiScreen").then((module) => ({ default: module.EmojiScreen })), "page");
const StatisticsScreen = lazy(
  () => import("./StatisticsScreen").then((module) => ({ default: module.StatisticsScreen })),
  "page",
);
const AuditScreen = lazy(() => import("./AuditScreen").then((module) => ({ default: module.AuditScreen })), "page");
const BansScreen = lazy(() => import("./Bans").then((module) => ({ default: module.Bans })), "page");

/** A server's own page: what it is, who is there, and what its roles let this person change. */
export function ServerPage({ ofChannel }: { ofChannel?: OfChannel }) {
  const { t } = useTranslation();
  const { id = "" } = useParams();
  const server = useSync((state) => state.servers[id]);
  const ready = useSync((state) => state.snapshot === "ready");
  if (!server) {
    return (
      <Notice title={ready ? t("servers.gone") : t("app.loading")} role="status">
        <Link to="/">{t("app.goHome")}</Link>
      </Notice>
    );
  }
  return <Screens key={id} server={server} ofChannel={ofChannel} />;
}

function Screens({ server, ofChannel }: { server: Server; ofChannel: OfChannel | undefined }) {
  const { t } = useTranslation();
  const me = useSync((state) => state.me.id);
  const mine = myStanding(server, me);
  useServerNews(server.id);
  const nav = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page, another link is the one that stands open
  useEffect(() => {
    nav.current?.querySelector("[aria-current]")?.scrollIntoView?.({ inline: "center", block: "nearest" });
  }, [pathname]);
  const shown = [
    { path: "", name: t("servers.overview"), open: true },
    { path: "members", name: t("servers.members"), open: true },
    { path: "roles", name: t("servers.rolesTitle"), open: true },
    {
      path: "channels",
      name: t("servers.channelsTitle"),
      open: mine.may("manage_channels") || mine.may("manage_roles"),
    },
    { path: "emoji", name: t("servers.emoji"), open: true },
    {
      path: "statistics",
      name: t("servers.statistics"),
      open: mine.may("view_statistics") || mine.may("manage_server"),
    },
    { path: "links", name: t("servers.invites"), open: mine.may("create_invite") },
    { path: "bans", name: t("servers.bans"), open: mine.may("ban_members") },
    { path: "audit", name: t("servers.audit"), open: mine.may("view_audit_log") },
  ].filter((screen) => screen.open);
  return (
    <Page title={server.name} backLabel={t("servers.back")}>
      <nav ref={nav} className={styles.nav} aria-label={t("servers.settings", { name: server.name })}>
        {shown.map(({ path, name }) => (
          <NavLink
            key={path}
            to={`/servers/${server.id}${path && `/${path}`}`}
            end={path === ""}
            className={({ isActive }) => `${styles.link} ${isActive ? styles.active : ""}`}
          >
            {name}
          </NavLink>
        ))}
      </nav>
      <Suspense fallback={<Skeleton rows={4} look="cards" label={t("app.loading")} />}>
        <Routes>
          <Route path="" element={<Overview server={server} />} />
          <Route path="members" element={<MembersScreen server={server} />} />
          <Route path="roles" element={<RolesScreen server={server} />} />
          <Route path="roles/:role" element={<RoleScreen server={server} />} />
          <Route path="channels" element={<ChannelsScreen server={server} />} />
          <Route path=":kind/:place/permissions" element={<PlaceScreen server={server} ofChannel={ofChannel} />} />
          <Route path="emoji" element={<EmojiScreen server={server} />} />
          <Route path="statistics" element={<StatisticsScreen server={server} />} />
          <Route path="links" element={<LinksScreen server={server} />} />
          <Route path="bans" element={<BansScreen server={server} />} />
          <Route path="audit" element={<AuditScreen server={server} />} />
        </Routes>
      </Suspense>
    </Page>
  );
}
