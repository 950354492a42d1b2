import i18next from "i18next";
import { Component, type ReactNode } from "react";
import { Button } from "../ui/Button";
import { Notice } from "../ui/Notice";

/** The last net: a page that says what happened instead of an empty one. */
export class CrashGuard extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError() {
    return { broken: true };
  }

  override render() {
    if (!this.state.broken) return this.props.children;
    return (
      <Notice title={i18next.t("app.crash")} text={i18next.t("app.crashHint")} role="alert">
        <Button look="primary" onClick={() => location.reload()}>
          {i18next.t("app.reload")}
        </Button>
      </Notice>
    );
  }
}
