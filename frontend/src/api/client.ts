import { ApiProblem, ConnectionLost } from "./problem";
import type { Problem } from "./types";

/** HTTP to the server of this page: session cookie, CSRF header, problems as exceptions. */

let base = "/api/v1";
let onSignedOut: () => void = () => undefined;
let onFactorMissing: () => void = () => undefined;

/** `onFactorMissing`: a second factor is required of this person, and they have none. */
export function configureClient(options: {
  base?: string;
  onSignedOut?: () => void;
  onFactorMissing?: () => void;
}): void {
  base = options.base ?? base;
  onSignedOut = options.onSignedOut ?? onSignedOut;
  onFactorMissing = options.onFactorMissing ?? onFactorMissing;
}

export function csrfToken(): string {
  return /(?:^|;\s*)(?:__Host-|__Secure-)?csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? "";
}

interface Options {
  body?: unknown;
  /** Bytes to send as they are, with their own kind. */
  upload?: Blob;
  accept?: string;
  /** The ETag of what is being changed: 412 where it is no longer that. */
  ifMatch?: string;
  signal?: AbortSignal | undefined;
}

async function send(method: string, path: string, options: Options): Promise<Response> {
  const headers: Record<string, string> = { Accept: options.accept ?? "application/json" };
  if (method !== "GET") headers["X-CSRFToken"] = csrfToken();
  if (options.body !== undefined) headers["Content-Type"] = "application/json";
  if (options.ifMatch) headers["If-Match"] = options.ifMatch;
  if (options.upload) headers["Content-Type"] = options.upload.type;
  let response: Response;
  try {
    response = await fetch(path.startsWith("/") && path.startsWith(base) ? path : base + path, {
      method,
      headers,
      credentials: "same-origin",
      cache: "no-store",
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
      ...(options.upload ? { body: options.upload } : {}),
      ...(options.signal ? { signal: options.signal } : {}),
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ConnectionLost();
  }
  if (response.ok) return response;
  if (response.status === 401) onSignedOut();
  const problem = await problemOf(response);
  if (problem.code === "auth.second_factor_required") onFactorMissing();
  throw new ApiProblem(problem, Number(response.headers.get("Retry-After")) || null);
}

async function problemOf(response: Response): Promise<Problem> {
  const fallback: Problem = {
    type: "about:blank",
    title: response.statusText || `HTTP ${response.status}`,
    status: response.status,
    detail: "",
    code: `http.${response.status}`,
  };
  try {
    const body = (await response.json()) as Partial<Problem>;
    return { ...fallback, ...body, status: response.status };
  } catch {
    return fallback;
  }
}

export async function request<T>(method: string, path: string, options: Options = {}): Promise<T> {
  const response = await send(method, path, options);
  if (response.status === 204) return undefined as T;
  try {
    return (await response.json()) as T;
  } catch {
    throw new ConnectionLost("unreadable answer");
  }
}

export async function requestText(path: string, accept: string, signal?: AbortSignal): Promise<string> {
  return (await send("GET", path, { accept, signal })).text();
}

export const requestUpload = <T>(method: string, path: string, upload: Blob) => request<T>(method, path, { upload });
