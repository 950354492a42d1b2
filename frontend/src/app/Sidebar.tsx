import Bookmark from "lucide-react/icons/bookmark";
import Compass from "lucide-react/icons/compass";
import ListTodo from "lucide-react/icons/list-todo";
import Search from "lucide-react/icons/search";
import SquarePen from "lucide-react/icons/square-pen";
import SquareTerminal from "lucide-react/icons/square-terminal";
import { NavLink } from "react-router";
import { ConversationList } from "../features/conversations/ConversationList";
import { ServerList } from "../features/servers/ServerList";
import { UserMenu } from "../features/settings/UserMenu";
import { useTranslation } from "../i18n";
import { IconButton } from "../ui/IconButton";
import { Kbd } from "../ui/Kbd";
import { Logo } from "../ui/Logo";
import styles from "./Sidebar.module.css";
import type { Asked } from "./useShortcuts";

const MAC = /Mac|iPhone|iPad/.test(navigator.userAgent);

interface Props {
  open: string | undefined;
  ask(asked: Asked): void;
  /** Nothing else is on the screen: its title is the page's. */
  alone: boolean;
}

export function Sidebar({ open, ask, alone }: Props) {
  const { t } = useTranslation();
  const Title = alone ? "h1" : "h2";
  return (
    <>
      <div className={styles.head}>
        <Logo size={26} />
        <span className={styles.brand}>{t("app.name")}</span>
        <IconButton label={t("conversations.new")} onClick={() => ask("new")}>
          <SquarePen size={18} aria-hidden="true" />
        </IconButton>
      </div>
      <button type="button" className={styles.search} onClick={() => ask("search")}>
        <Search size={16} aria-hidden="true" />
        <span>{t("nav.search")}</span>
        <span className={styles.keys} aria-hidden="true">
          <Kbd>{MAC ? "⌘" : "Ctrl"}</Kbd>
          <Kbd>K</Kbd>
        </span>
      </button>
      <nav className={styles.nav} aria-label={t("app.navigation")}>
        <NavLink to="/later" className={({ isActive }) => `${styles.link} ${isActive ? styles.active : ""}`}>
          <Bookmark size={17} aria-hidden="true" />
          {t("later.title")}
        </NavLink>
        <NavLink to="/tasks" className={({ isActive }) => `${styles.link} ${isActive ? styles.active : ""}`}>
          <ListTodo size={17} aria-hidden="true" />
          {t("nav.tasks")}
        </NavLink>
        <NavLink to="/commands" className={({ isActive }) => `${styles.link} ${isActive ? styles.active : ""}`}>
          <SquareTerminal size={17} aria-hidden="true" />
          {t("nav.commands")}
        </NavLink>
        <NavLink to="/atlas" className={({ isActive }) => `${styles.link} ${isActive ? styles.active : ""}`}>
          <Compass size={17} aria-hidden="true" />
          {t("nav.atlas")}
        </NavLink>
      </nav>
      <div className={styles.lists}>
        <ServerList open={open} />
        <Title className={styles.title}>{t("conversations.title")}</Title>
        <ConversationList open={open} onNew={() => ask("new")} />
      </div>
      <div className={styles.foot}>
        <UserMenu onShortcuts={() => ask("shortcuts")} />
      </div>
    </>
  );
}
