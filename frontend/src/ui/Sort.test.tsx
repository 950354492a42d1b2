import { fireEvent, render, screen } from "@testing-library/react";
import { useState } from "react";
import { expect, it, vi } from "vitest";
import { SortList, SortRow } from "./Sort";

function Letters({ onPlace }: { onPlace(id: string, index: number): void }) {
  const [ids, setIds] = useState(["a", "b", "c"]);
  const step = (id: string, by: number) => {
    const at = ids.indexOf(id);
    setIds(ids.toSpliced(at, 1).toSpliced(Math.max(0, at + by), 0, id));
  };
  return (
    <SortList label="Letters" ids={ids} onPlace={onPlace} onStep={step} placeOf={(id) => `${id} at ${ids.indexOf(id)}`}>
      {ids.map((id) => (
        <SortRow key={id} id={id} name={id} why={id === "c" ? "it is fixed" : null}>
          {id}
        </SortRow>
      ))}
    </SortList>
  );
}

const shown = () => screen.getAllByRole("listitem").map((row) => row.textContent);

it("arrow keys move a row, the focus goes with it, and its place is read out", () => {
  render(<Letters onPlace={vi.fn()} />);
  const handle = screen.getByRole("button", { name: "Move a" });
  handle.focus();
  fireEvent.keyDown(handle, { key: "ArrowDown" });
  expect(shown()).toEqual(["b", "a", "c"]);
  expect(document.activeElement).toBe(screen.getByRole("button", { name: "Move a" }));
  expect(screen.getByRole("status").textContent).toBe("a at 1");
});

it("what may not be moved says why and stays", () => {
  render(<Letters onPlace={vi.fn()} />);
  const handle = screen.getByRole("button", { name: "Move c: it is fixed" });
  expect(handle.getAttribute("aria-disabled")).toBe("true");
  fireEvent.keyDown(handle, { key: "ArrowUp" });
  expect(shown()).toEqual(["a", "b", "c"]);
});

it("a dragged row is put where it is let go; Escape puts it nowhere", () => {
  const place = vi.fn();
  HTMLElement.prototype.setPointerCapture = vi.fn();
  render(<Letters onPlace={place} />);
  for (const [at, row] of screen.getAllByRole("listitem").entries()) {
    vi.spyOn(row, "getBoundingClientRect").mockReturnValue(new DOMRect(0, at * 40, 100, 40));
  }
  const handle = screen.getByRole("button", { name: "Move a" });
  const drag = (y: number) => {
    fireEvent.pointerDown(handle, { button: 0, pointerId: 1 });
    fireEvent.pointerMove(handle, { clientY: y, pointerId: 1 });
  };
  drag(70);
  fireEvent.pointerUp(handle, { pointerId: 1 });
  expect(place).toHaveBeenCalledExactlyOnceWith("a", 1);
  drag(110);
  fireEvent.keyDown(handle, { key: "Escape" });
  fireEvent.pointerUp(handle, { pointerId: 1 });
  expect(place).toHaveBeenCalledOnce();
});
