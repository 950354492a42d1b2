import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { getMe } from "./api/endpoints";
import { App } from "./app/App";
import { BootFailed } from "./app/BootFailed";
import { boot, signInUrl } from "./app/boot";
import { applyTheme } from "./features/settings/theme";
import { startI18n } from "./i18n";
import { Live } from "./sync/live";
import { loadAhead } from "./ui/lazy";
import { loadMarkdown } from "./ui/markdownLoader";
import "../../static/brand/tokens.css";
import "./ui/base.css";

// Its first messages would be drawn twice otherwise; a failure leaves plain text.
loadMarkdown().catch(() => undefined);

// The list is drawn first; what most people open next is on its way by then.
import("./app/ConversationScreen").catch(() => undefined);

const root = createRoot(document.getElementById("root") as HTMLElement);

boot().then(
  ({ user, socket }) => {
    startI18n(user.language === "tr" ? "tr" : "en");
    applyTheme(user.theme);
    const live = new Live(user, socket, () => {
      // A socket that is refused does not say why: an HTTP call does, and 401 leads to the sign-in page.
      getMe().catch(() => undefined);
    });
    live.start();
    root.render(
      <StrictMode>
        <App live={live} />
      </StrictMode>,
    );
    void loadAhead();
  },
  () => {
    startI18n(document.documentElement.lang === "tr" ? "tr" : "en");
    root.render(<BootFailed signInUrl={signInUrl()} />);
  },
);
