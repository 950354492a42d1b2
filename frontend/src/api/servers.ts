import { request } from "./client";
import type { Server } from "./serverTypes";
import type { Page } from "./types";

/** What the app asks about servers, named as on the server. */

export const listServers = () => request<Page<Server>>("GET", "/servers?limit=100");
