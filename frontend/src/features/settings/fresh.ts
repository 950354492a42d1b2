import { ApiProblem } from "../../api/problem";

/** "Show again who you are": one question at a time, answered by the dialog that is mounted. */

type Ask = () => Promise<boolean>;
let ask: Ask | null = null;
let asking: Promise<boolean> | null = null;

export function provideFresh(question: Ask | null): void {
  ask = question;
}

function isStale(error: unknown): boolean {
  return error instanceof ApiProblem && error.problem.code === "auth.fresh_factor_required";
}

/** Run an action; where the server wants a fresh proof of the person, ask for it once and run it again. */
export async function withFresh<T>(action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (!isStale(error) || !ask) throw error;
    asking ??= ask().finally(() => {
      asking = null;
    });
    if (!(await asking)) throw error;
    return action();
  }
}
