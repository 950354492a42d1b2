import { act, renderHook } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { useOrder } from "./useOrder";

const settle = () => act(async () => undefined);

it("what was ordered is shown at once, and stays until it is known", async () => {
  const save = vi.fn(async () => true);
  const { result, rerender } = renderHook(({ known }) => useOrder(known, save), {
    initialProps: { known: ["a", "b"] },
  });
  act(() => result.current[1](["b", "a"]));
  expect(result.current[0]).toEqual(["b", "a"]);
  await settle();
  expect(save).toHaveBeenCalledExactlyOnceWith(["b", "a"], ["a", "b"]);
  expect(result.current[0]).toEqual(["b", "a"]);
  rerender({ known: ["b", "a"] });
  rerender({ known: ["a", "b"] });
  expect(result.current[0]).toEqual(["a", "b"]);
});

it("what is refused goes back", async () => {
  const { result } = renderHook(() => useOrder(["a", "b"], async () => false));
  act(() => result.current[1](["b", "a"]));
  await settle();
  expect(result.current[0]).toEqual(["a", "b"]);
});

it("quick moves are saved one after the other, each from the one before", async () => {
  const saved: string[] = [];
  const save = async (wanted: string[], before: string[]) => {
    saved.push(`${before.join("")}>${wanted.join("")}`);
    return true;
  };
  const { result } = renderHook(() => useOrder(["a", "b", "c"], save));
  act(() => result.current[1](["b", "a", "c"]));
  act(() => result.current[1](["b", "c", "a"]));
  await settle();
  await settle();
  expect(saved).toEqual(["abc>bac", "bac>bca"]);
});
