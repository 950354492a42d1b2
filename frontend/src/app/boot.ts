import { configureClient } from "../api/client";
import { getMe } from "../api/endpoints";
import type { Me } from "../api/types";

/** What the server's page hands over; where it does not, the app asks for it. */
export interface Boot {
  user: Me;
  socket: string;
  version: string;
}

export const signInUrl = () => `/accounts/login/?next=${encodeURIComponent(location.pathname + location.search)}`;

export async function boot(): Promise<Boot> {
  const given = readGiven();
  configureClient({
    ...(given.api ? { base: given.api } : {}),
    onSignedOut: () => location.assign(signInUrl()),
    onFactorMissing: () => location.assign("/accounts/two-factor/"),
  });
  return {
    user: given.user ?? (await getMe()),
    socket: absoluteSocket(given.socket ?? "/ws/v1"),
    version: given.version ?? "",
  };
}

function readGiven(): { user?: Me; socket?: string; api?: string; version?: string } {
  try {
    return JSON.parse(document.getElementById("altlas-boot")?.textContent || "{}");
  } catch {
    return {};
  }
}

function absoluteSocket(path: string): string {
  const url = new URL(path, location.href);
  url.protocol = url.protocol.replace("http", "ws");
  return url.href;
}
