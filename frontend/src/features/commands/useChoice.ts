import { useState } from "react";
import type { Confirmation } from "../../api/endpoints";
import type { CommandView } from "../../api/types";
import { answersOf, isSettled } from "./answers";

type Offered = Partial<Pick<CommandView, "questions" | "proposals" | "variants">>;

/** What a person chooses from what a plan offers, and answers to what it asks, before it runs. */
export function useChoice({ questions = [], proposals: offered = [], variants = [] }: Offered) {
  const [proposals, setProposals] = useState<string[]>([]);
  const [variant, setVariant] = useState("");
  const [typed, setTyped] = useState<Record<string, string>>({});
  const [skipped, setSkipped] = useState<string[]>([]);
  return {
    proposals,
    setProposals,
    variant,
    setVariant,
    typed,
    type: (key: string, text: string) => setTyped((before) => ({ ...before, [key]: text })),
    skipped,
    skip: (key: string, on: boolean) =>
      setSkipped((before) => (on ? [...before, key] : before.filter((one) => one !== key))),
    /** How many questions stand between the plan and its run. */
    open: questions.filter((question) => !isSettled(question, typed, skipped)).length,
    /** Return it as a confirmation takes it; nothing where nothing was chosen. */
    confirmation: (): Confirmation | undefined => {
      const answers = answersOf(questions, typed, skipped);
      // Another plan may offer something else than the one that it was chosen from.
      const taken = proposals.filter((id) => offered.some((one) => one.id === id));
      const chosen: Confirmation = {
        ...(taken.length > 0 ? { proposals: taken } : {}),
        ...(variants.some((one) => one.id === variant) ? { variant } : {}),
        ...(answers.length > 0 ? { answers } : {}),
      };
      return Object.keys(chosen).length > 0 ? chosen : undefined;
    },
  };
}

export type Choice = ReturnType<typeof useChoice>;
