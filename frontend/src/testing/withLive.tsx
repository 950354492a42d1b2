import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import type { ReactNode } from "react";
import { MemoryRouter } from "react-router";
import { Live } from "../sync/live";
import type { SyncState } from "../sync/state";
import { LiveContext } from "../sync/useSync";
import { ayse, loadedState } from "./factories";

/** Draw something with a live state that no server stands behind. */
export function renderWithLive(children: ReactNode, state: Partial<SyncState> = {}, path = "/") {
  const live = new Live(ayse, "ws://nowhere", () => undefined);
  live.store.setState(loadedState(state));
  const shown = render(
    <LiveContext value={live}>
      <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
        <MemoryRouter initialEntries={[path]}>{children}</MemoryRouter>
      </QueryClientProvider>
    </LiveContext>,
  );
  return { live, ...shown };
}
