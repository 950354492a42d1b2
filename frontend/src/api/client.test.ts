import { afterEach, expect, it, vi } from "vitest";
import { configureClient, request } from "./client";
import { ApiProblem, ConnectionLost, isTransient } from "./problem";

const fetching = vi.fn<typeof fetch>();
vi.stubGlobal("fetch", fetching);
const answer = (status: number, body: unknown, headers = {}) =>
  new Response(status === 204 ? null : JSON.stringify(body), { status, headers });

afterEach(() => fetching.mockReset());

it("sends the CSRF token with what changes something", async () => {
  // biome-ignore lint/suspicious/noDocumentCookie: jsdom has no cookie store
  document.cookie = "csrftoken=abc";
  fetching.mockImplementation(() => Promise.resolve(answer(200, { id: 1 })));
  await request("POST", "/messages", { body: { text: "x" } });
  await request("GET", "/users/me");
  const [post, get] = fetching.mock.calls;
  expect(post?.[0]).toBe("/api/v1/messages");
  expect(post?.[1]?.headers).toMatchObject({ "X-CSRFToken": "abc", "Content-Type": "application/json" });
  expect(get?.[1]?.headers).not.toHaveProperty("X-CSRFToken");
});

it("turns problem details into an error that knows whether to try again", async () => {
  fetching.mockResolvedValueOnce(
    answer(429, { code: "request.too_many", detail: "Slow down." }, { "Retry-After": "7" }),
  );
  const busy = await request("GET", "/x").catch((error) => error);
  expect(busy).toBeInstanceOf(ApiProblem);
  expect(busy).toMatchObject({ message: "Slow down.", retryAfterSeconds: 7, transient: true });
  fetching.mockResolvedValueOnce(new Response("<h1>Bad gateway</h1>", { status: 502 }));
  expect(isTransient(await request("GET", "/x").catch((error) => error))).toBe(true);
  fetching.mockResolvedValueOnce(answer(403, { code: "permission.denied" }));
  expect(isTransient(await request("GET", "/x").catch((error) => error))).toBe(false);
});

it("a request that got nowhere is a lost connection", async () => {
  fetching.mockRejectedValueOnce(new TypeError("Failed to fetch"));
  await expect(request("GET", "/x")).rejects.toBeInstanceOf(ConnectionLost);
});

it("401 leads to the sign-in page", async () => {
  const onSignedOut = vi.fn();
  configureClient({ onSignedOut });
  fetching.mockResolvedValueOnce(answer(401, { code: "auth.required" }));
  await expect(request("GET", "/users/me")).rejects.toBeInstanceOf(ApiProblem);
  expect(onSignedOut).toHaveBeenCalledOnce();
});

it("who must have a second factor first is led to it", async () => {
  const onFactorMissing = vi.fn();
  configureClient({ onFactorMissing });
  fetching.mockResolvedValueOnce(answer(403, { code: "permission.denied" }));
  await expect(request("GET", "/x")).rejects.toBeInstanceOf(ApiProblem);
  expect(onFactorMissing).not.toHaveBeenCalled();
  fetching.mockResolvedValueOnce(answer(403, { code: "auth.second_factor_required" }));
  await expect(request("GET", "/x")).rejects.toBeInstanceOf(ApiProblem);
  expect(onFactorMissing).toHaveBeenCalledOnce();
});
