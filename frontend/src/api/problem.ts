import type { Problem } from "./types";

/** A refusal that the server explained (RFC 9457). */
export class ApiProblem extends Error {
  readonly problem: Problem;
  readonly retryAfterSeconds: number | null;

  constructor(problem: Problem, retryAfterSeconds: number | null = null) {
    super(problem.detail || problem.title);
    this.name = "ApiProblem";
    this.problem = problem;
    // The socket has no headers: there the problem itself says it.
    this.retryAfterSeconds = retryAfterSeconds ?? problem.retry_after_seconds ?? null;
  }

  /** True where the same request may work later: the server was busy, restarting or asked for patience. */
  get transient(): boolean {
    const { status } = this.problem;
    return status >= 500 || status === 429 || status === 408 || status === 425;
  }
}

/** The request did not reach the server, or its answer did not reach us. */
export class ConnectionLost extends Error {
  constructor(message = "connection lost") {
    super(message);
    this.name = "ConnectionLost";
  }
}

export function isTransient(error: unknown): boolean {
  return error instanceof ConnectionLost || (error instanceof ApiProblem && error.transient);
}
