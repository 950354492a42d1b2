import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { Suspense } from "react";
import { afterEach, expect, it, vi } from "vitest";
import { lazy } from "./lazy";

afterEach(() => vi.unstubAllGlobals());

const show = (load: () => Promise<{ default: () => React.JSX.Element }>, online: boolean) => {
  vi.spyOn(navigator, "onLine", "get").mockReturnValue(online);
  const Part = lazy(load);
  return render(
    <>
      <p>the rest</p>
      <Suspense fallback={null}>
        <Part />
      </Suspense>
    </>,
  );
};
const loaded = { default: () => <p>the part</p> };

it("a part that cannot be loaded says so, leaves the rest, and can be tried again", async () => {
  const load = vi.fn().mockRejectedValueOnce(new TypeError("away")).mockResolvedValue(loaded);
  show(load, false);
  expect((await screen.findByRole("alert")).textContent).toContain("could not be loaded");
  expect(screen.getByText("the rest")).toBeDefined();
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByText("the part")).toBeDefined();
  expect(screen.queryByRole("alert")).toBeNull();
});

it("a failure that passes is not told of", async () => {
  const load = vi.fn().mockRejectedValueOnce(new TypeError("away")).mockResolvedValue(loaded);
  show(load, true);
  expect(await screen.findByText("the part")).toBeDefined();
  expect(load).toHaveBeenCalledTimes(2);
});

it("a page of an old build says that there is a new version", async () => {
  const script = document.head.appendChild(document.createElement("script"));
  script.setAttribute("type", "module");
  script.setAttribute("src", "/static/app/assets/main-old.js");
  vi.stubGlobal("fetch", () => Promise.resolve(new Response(null, { status: 404 })));
  show(() => Promise.reject(new TypeError("gone")), true);
  expect((await screen.findByRole("alert")).textContent).toContain("There is a new version");
  expect(screen.getByRole("button", { name: "Reload" })).toBeDefined();
  script.remove();
});
