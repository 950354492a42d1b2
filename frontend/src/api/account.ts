import { request, requestUpload } from "./client";
import { followPage } from "./endpoints";
import type { Me, Page, User } from "./types";

/** The operations of the settings screens, and their JSON. */

export interface TwoFactor {
  totp: { enabled: boolean; created_at: string | null; last_used_at: string | null };
  passkeys: number;
  recovery_codes: { left: number; total: number } | null;
  required: boolean;
  satisfied: boolean;
}

export interface Passkey {
  id: string;
  name: string;
  created_at: string;
  last_used_at: string | null;
  passwordless: boolean;
}

export interface LoginSession {
  id: string;
  kind: "web" | "api";
  name: string;
  device: { browser: string | null; os: string | null; kind: string };
  address: string | null;
  created_at: string;
  last_seen_at: string;
  expires_at: string;
  current: boolean;
}

export interface SessionStatistics {
  days: { date: string; sign_ins: number; failed: number; devices: number; addresses: number }[];
  by_browser: { name: string; count: number }[];
  by_os: { name: string; count: number }[];
  by_address: { name: string; count: number }[];
}

export interface ApiKey {
  id: string;
  name: string;
  prefix: string;
  scopes: string[];
  expires_at: string | null;
  addresses: string[];
  limit_per_minute: number | null;
  created_at: string;
  last_used_at: string | null;
  last_used_address: string | null;
}

export interface NewApiKey {
  name: string;
  scopes: string[];
  expires_at?: string;
  addresses?: string[];
  limit_per_minute?: number;
}

export type Audience = "everyone" | "shared" | "nobody";

/** What of one's preferences the settings screens change. */
export interface Preferences {
  version: number;
  presence: Audience;
  last_seen: Audience;
  who_may_write: Audience;
  receipts: boolean;
  typing: boolean;
}

export interface DataExport {
  id: string;
  state: "queued" | "running" | "ready" | "failed" | "expired";
  created_at: string;
  expires_at: string | null;
  size: number | null;
  url: string | null;
}

type Proof = { password: string } | { otp: string } | { passkey: unknown };

export const reauthenticate = (proof: Proof) => request<void>("POST", "/auth/reauthenticate", { body: proof });

export const changeProfile = (changes: Partial<Pick<Me, "display_name" | "timezone">>) =>
  request<Me>("PATCH", "/users/me", { body: changes });
export const putAvatar = (picture: Blob) => requestUpload<User>("PUT", "/users/me/avatar", picture);
export const removeAvatar = () => request<void>("DELETE", "/users/me/avatar");

export const changePassword = (old_password: string, new_password: string) =>
  request<void>("POST", "/auth/password/change", { body: { old_password, new_password } });
export const changeEmail = (email: string) => request<void>("POST", "/auth/email/change", { body: { email } });
export const resendVerification = () => request<void>("POST", "/auth/email/resend", { body: {} });

export const getTwoFactor = () => request<TwoFactor>("GET", "/auth/2fa");
export const beginTotp = () => request<{ secret: string; uri: string; qr_svg: string }>("POST", "/auth/2fa/totp");
export const confirmTotp = (code: string) =>
  request<{ recovery_codes: string[] | null }>("POST", "/auth/2fa/totp/confirm", { body: { code } });
export const removeTotp = () => request<void>("DELETE", "/auth/2fa/totp");
export const renewRecoveryCodes = () => request<{ recovery_codes: string[] }>("POST", "/auth/2fa/recovery-codes");

export const listPasskeys = () => request<Page<Passkey>>("GET", "/auth/passkeys");
export const passkeyOptions = (passwordless: boolean) =>
  request<{ options: unknown }>("POST", "/auth/passkeys/options", { body: { passwordless } });
export const addPasskey = (name: string, credential: unknown) =>
  request<Passkey & { recovery_codes: string[] | null }>("POST", "/auth/passkeys", { body: { name, credential } });
export const renamePasskey = (id: string, name: string) =>
  request<Passkey>("PATCH", `/auth/passkeys/${id}`, { body: { name } });
export const removePasskey = (id: string) => request<void>("DELETE", `/auth/passkeys/${id}`);
export const passkeyChallenge = () => request<{ options: unknown }>("POST", "/auth/passkeys/challenge");

export const listSessions = () => request<Page<LoginSession>>("GET", "/auth/sessions");
export const renameSession = (id: string, name: string) =>
  request<LoginSession>("PATCH", `/auth/sessions/${id}`, { body: { name } });
export const endSession = (id: string) => request<void>("DELETE", `/auth/sessions/${id}`);
export const endOtherSessions = () => request<void>("DELETE", "/auth/sessions");
export const sessionStatistics = () => request<SessionStatistics>("GET", "/auth/sessions/analytics?days=30");

export const listKeys = () => request<Page<ApiKey>>("GET", "/auth/api-keys");
export const listScopes = () => request<Page<{ name: string; label: string }>>("GET", "/auth/api-keys/scopes");
export const createKey = (key: NewApiKey) => request<ApiKey & { key: string }>("POST", "/auth/api-keys", { body: key });
export const rotateKey = (id: string) =>
  request<ApiKey & { key: string }>("POST", `/auth/api-keys/${id}/rotate`, { body: {} });
export const revokeKey = (id: string) => request<void>("DELETE", `/auth/api-keys/${id}`);

export const getPreferences = () => request<Preferences>("GET", "/users/me/preferences");
export const changePreferences = (changes: Partial<Omit<Preferences, "version">>) =>
  request<Preferences>("PUT", "/users/me/preferences", { body: changes });
export interface Block {
  user: User;
  created_at: string;
}
/** All of them: a thousand at most. */
export async function listBlocks(): Promise<Block[]> {
  let page = await request<Page<Block>>("GET", "/users/me/blocks?limit=100");
  const all = [...page.results];
  while (page.next) {
    page = await followPage<Block>(page.next);
    all.push(...page.results);
  }
  return all;
}
export const block = (user: string) => request<Block>("PUT", `/users/me/blocks/${user}`);
export const unblock = (user: string) => request<void>("DELETE", `/users/me/blocks/${user}`);

export const listExports = () => request<Page<DataExport>>("GET", "/users/me/exports");
export const askForExport = () => request<DataExport>("POST", "/users/me/export");
export const listMyRoles = () => request<Page<{ id: string; name: string }>>("GET", "/users/me/roles");
export const deactivate = (password: string) => request<void>("POST", "/users/me/deactivate", { body: { password } });
export const deleteAccount = (password: string) =>
  request<{ deletes_at: string }>("DELETE", "/users/me", { body: { password } });
