import { Suspense, useState } from "react";
import { Route, Routes, useMatch } from "react-router";
import { ConnectionBanner } from "../features/connection/ConnectionBanner";
import { useTranslation } from "../i18n";
import { useMedia } from "../lib/useMedia";
import { lazy } from "../ui/lazy";
import { Skeleton } from "../ui/Skeleton";
import { signInUrl } from "./boot";
import { NotFound } from "./NotFound";
import { Notices } from "./Notices";
import { Sidebar } from "./Sidebar";
import { useAccountNews } from "./useAccountNews";
import { type Asked, useShortcuts } from "./useShortcuts";
import { useTitle } from "./useTitle";
import { Welcome } from "./Welcome";
import styles from "./Workspace.module.css";

const ConversationScreen = lazy(
  () => import("./ConversationScreen").then((module) => ({ default: module.ConversationScreen })),
  "page",
);
const CommandsPage = lazy(
  () => import("../features/commands/CommandsPage").then((module) => ({ default: module.CommandsPage })),
  "page",
);
const ComparePage = lazy(
  () => import("../features/commands/compare/ComparePage").then((module) => ({ default: module.ComparePage })),
  "page",
);
const SavedPage = lazy(
  () => import("../features/commands/saved/SavedPage").then((module) => ({ default: module.SavedPage })),
  "page",
);
const SchedulesPage = lazy(
  () => import("../features/commands/schedules/SchedulesPage").then((module) => ({ default: module.SchedulesPage })),
  "page",
);
const SecretsPage = lazy(
  () => import("../features/commands/secrets/SecretsPage").then((module) => ({ default: module.SecretsPage })),
  "page",
);
const FiguresPage = lazy(
  () => import("../features/commands/figures/FiguresPage").then((module) => ({ default: module.FiguresPage })),
  "page",
);
const ServicesPage = lazy(
  () => import("../features/commands/services/ServicesPage").then((module) => ({ default: module.ServicesPage })),
  "page",
);
const ChaosSwitch = lazy(() =>
  import("../features/commands/ChaosSwitch").then((module) => ({ default: module.ChaosSwitch })),
);
const ConversationKept = lazy(() =>
  import("../features/retention/ConversationKept").then((module) => ({ default: module.ConversationKept })),
);
const TasksPage = lazy(
  () => import("../features/tasks/TasksPage").then((module) => ({ default: module.TasksPage })),
  "page",
);
const AtlasPage = lazy(
  () => import("../features/atlas/AtlasPage").then((module) => ({ default: module.AtlasPage })),
  "page",
);
const LaterPage = lazy(() => import("./LaterPage").then((module) => ({ default: module.LaterPage })), "page");
const ServerPage = lazy(
  () => import("../features/servers/ServerPage").then((module) => ({ default: module.ServerPage })),
  "page",
);
const InvitePage = lazy(
  () => import("../features/groups/InvitePage").then((module) => ({ default: module.InvitePage })),
  "page",
);
const SettingsPage = lazy(
  () => import("../features/settings/SettingsPage").then((module) => ({ default: module.SettingsPage })),
  "page",
);
const SearchDialog = lazy(() =>
  import("../features/search/SearchDialog").then((module) => ({ default: module.SearchDialog })),
);
const NewConversationDialog = lazy(() =>
  import("../features/people/NewConversationDialog").then((module) => ({ default: module.NewConversationDialog })),
);
const ShortcutsDialog = lazy(() => import("./ShortcutsDialog").then((module) => ({ default: module.ShortcutsDialog })));

const ofChannel = (channel: string) => (
  <>
    <ConversationKept id={channel} above="server" may />
    <ChaosSwitch conversation={channel} />
  </>
);

/** The whole screen: the list at the left, what is open at the right; on a phone one of the two. */
export function Workspace() {
  const { t } = useTranslation();
  const open = useMatch("/c/:id")?.params.id;
  const home = useMatch("/") !== null;
  // On a phone the list is all there is at first.
  const alone = useMedia("(max-width: 640px)") && home;
  const [asked, setAsked] = useState<Asked>(null);
  const close = () => setAsked(null);
  useShortcuts(setAsked);
  useAccountNews();
  useTitle();
  return (
    <div className={styles.workspace}>
      <a className={styles.skip} href="#main">
        {t("app.skip")}
      </a>
      <ConnectionBanner signInUrl={signInUrl()} />
      <div className={`${styles.panes} ${home ? styles.home : styles.inside}`}>
        <aside className={styles.side} aria-label={t("app.sidebar")} {...(alone ? { role: "main" } : {})}>
          <Sidebar open={open} ask={setAsked} alone={alone} />
        </aside>
        <main className={styles.main} id="main" tabIndex={-1}>
          <Suspense fallback={<Skeleton rows={6} label={t("app.loading")} />}>
            <Routes>
              <Route path="/" element={<Welcome ask={setAsked} />} />
              <Route path="/c/:id" element={<ConversationScreen />} />
              <Route path="/invite/:code" element={<InvitePage />} />
              <Route path="/servers/:id/*" element={<ServerPage ofChannel={ofChannel} />} />
              <Route path="/later" element={<LaterPage />} />
              <Route path="/later/:tab" element={<LaterPage />} />
              <Route path="/commands" element={<CommandsPage />} />
              <Route path="/commands/saved" element={<SavedPage />} />
              <Route path="/commands/schedules" element={<SchedulesPage />} />
              <Route path="/commands/secrets" element={<SecretsPage />} />
              <Route path="/commands/figures" element={<FiguresPage />} />
              <Route path="/commands/services" element={<ServicesPage />} />
              <Route path="/commands/:id" element={<CommandsPage />} />
              <Route path="/commands/:id/diff/:other" element={<ComparePage />} />
              <Route path="/tasks" element={<TasksPage />} />
              <Route path="/atlas" element={<AtlasPage />} />
              <Route path="/settings/*" element={<SettingsPage />} />
              <Route path="*" element={<NotFound />} />
            </Routes>
          </Suspense>
        </main>
      </div>
      <Notices />
      <Suspense fallback={null}>
        {asked === "search" && <SearchDialog onClose={close} />}
        {asked === "new" && <NewConversationDialog onClose={close} />}
        {asked === "shortcuts" && <ShortcutsDialog onClose={close} />}
      </Suspense>
    </div>
  );
}
