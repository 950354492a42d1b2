import type { ReactNode } from "react";

/** What other parts of the app let those set who may change a channel. */
export type OfChannel = (channel: string) => ReactNode;
