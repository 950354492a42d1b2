import { render } from "@testing-library/react";
import { expect, it } from "vitest";
import { Marked } from "./Marked";

it("marks by code points, and shows text as text", () => {
  const { container } = render(
    <Marked
      text="😀 <b>kitapları</b> al"
      marks={[
        { start: 5, end: 14 },
        { start: 19, end: 21 },
      ]}
    />,
  );
  expect([...container.querySelectorAll("mark")].map((mark) => mark.textContent)).toEqual(["kitapları", "al"]);
  expect(container.textContent).toBe("😀 <b>kitapları</b> al");
});

it("begins near the first mark", () => {
  const { container } = render(<Marked text={`${"x".repeat(80)} kitap`} marks={[{ start: 81, end: 86 }]} lead={4} />);
  expect(container.textContent).toBe("…xxx kitap");
});
