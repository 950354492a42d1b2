import { type ComponentType, type ReactNode, startTransition, useEffect, useState } from "react";
import { createPortal } from "react-dom";
import { useTranslation } from "../i18n";
import { Button } from "./Button";
import styles from "./lazy.module.css";
import { Notice } from "./Notice";

/** Parts of the app that are loaded when they are first shown. One that cannot be loaded says so in its own place. */

type Shown = (props: never) => ReactNode;
type Loaded<P> = { part: ComponentType<P> } | { part: null; outdated: boolean };

const TRIES_MS = [0, 400, 1200];
const QUIET_MS = 3000;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const ahead = new Set<() => Promise<boolean>>();

/** As React's `lazy`, but a failure never takes more than this part: it is tried again, then told of. */
export function lazy<T extends Shown>(load: () => Promise<{ default: T }>, place: "page" | "over" = "over") {
  type P = Parameters<T> extends [infer Props extends object] ? Props : object;
  let ready: ComponentType<P> | null = null;
  let asked: Promise<void> | null = null;
  let missing: { outdated: boolean } | null = null;
  const once = async () => {
    ready = (await load()).default as unknown as ComponentType<P>;
    return { part: ready };
  };
  const tryAll = async (): Promise<Loaded<P>> => {
    for (const wait of TRIES_MS) {
      if (wait > 0 && !navigator.onLine) break;
      await pause(wait);
      try {
        return await once();
      } catch (error) {
        styleAgain(error);
      }
    }
    return { part: null, outdated: await isOutdated() };
  };
  ahead.add(() =>
    once().then(
      () => true,
      () => false,
    ),
  );

  return function Part(props: P) {
    const [, redraw] = useState(0);
    if (ready) return drawn(ready, props);
    if (!missing) {
      asked ??= tryAll().then((found) => {
        asked = null;
        if (!found.part) missing = found;
      });
      throw asked; // the Suspense around it waits, as for React's own
    }
    const again = () =>
      startTransition(() => {
        missing = null;
        redraw((count) => count + 1);
      });
    const forget = () => {
      missing = null;
    };
    const close = "onClose" in props && typeof props.onClose === "function" ? (props.onClose as () => void) : undefined;
    return <Missing place={place} outdated={missing.outdated} onAgain={again} onGone={forget} onClose={close} />;
  };
}

function drawn<P extends object>(Part: ComponentType<P>, props: P) {
  return <Part {...props} />;
}

/** Load every part before it is wanted: later the network may be away, or a new version has replaced this one's. */
export async function loadAhead(): Promise<void> {
  await pause(QUIET_MS);
  for (const part of ahead) {
    await new Promise<unknown>((resolve) => (window.requestIdleCallback ?? setTimeout)(resolve));
    if (navigator.onLine && (await part())) ahead.delete(part);
  }
  if (ahead.size > 0) window.addEventListener("online", () => void loadAhead(), { once: true });
}

/** A new version has taken the place of the one that this page is of: its own script is no longer there. */
async function isOutdated(): Promise<boolean> {
  const script = document.querySelector<HTMLScriptElement>('script[type="module"][src]');
  if (!script || !navigator.onLine) return false;
  try {
    return (await fetch(script.src, { method: "HEAD", cache: "no-store" })).status === 404;
  } catch {
    return false;
  }
}

/** A style sheet that could not be loaded is not asked for again by itself. */
function styleAgain(error: unknown): void {
  const href = /CSS for (\S+)/.exec(String(error))?.[1];
  const link = href && document.head.querySelector(`link[rel="stylesheet"][href="${href}"]`);
  if (link) link.replaceWith(link.cloneNode());
}

interface MissingProps {
  place: "page" | "over";
  outdated: boolean;
  onAgain(): void;
  onGone(): void;
  onClose: (() => void) | undefined;
}

function Missing({ place, outdated, onAgain, onGone, onClose }: MissingProps) {
  const { t } = useTranslation();
  useEffect(() => {
    window.addEventListener("online", onAgain);
    return () => window.removeEventListener("online", onAgain);
  });
  // Who asks for it anew finds it tried anew.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only where it is left
  useEffect(() => onGone, []);
  const shown = (
    <Notice
      title={outdated ? t("app.newVersion") : t("app.partFailed")}
      text={outdated ? t("app.crashHint") : t("app.failedHint")}
      role="alert"
    >
      {outdated ? (
        <Button look="primary" onClick={() => location.reload()}>
          {t("app.reload")}
        </Button>
      ) : (
        <Button onClick={onAgain}>{t("app.retry")}</Button>
      )}
      {place === "over" && onClose && <Button onClick={onClose}>{t("app.close")}</Button>}
    </Notice>
  );
  return place === "page" ? shown : createPortal(<div className={styles.over}>{shown}</div>, document.body);
}
