import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { BrowserRouter } from "react-router";
import { ApiProblem } from "../api/problem";
import type { Live } from "../sync/live";
import { LiveContext } from "../sync/useSync";
import { CrashGuard } from "./CrashGuard";
import { Workspace } from "./Workspace";

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      retry: (count, error) => count < 2 && !(error instanceof ApiProblem && !error.transient),
    },
  },
});

export function App({ live }: { live: Live }) {
  return (
    <CrashGuard>
      <LiveContext value={live}>
        <QueryClientProvider client={queries}>
          <BrowserRouter>
            <Workspace />
          </BrowserRouter>
        </QueryClientProvider>
      </LiveContext>
    </CrashGuard>
  );
}
