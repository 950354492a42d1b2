import { render, screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { ErrorMessage } from "./ErrorMessage";

it("reads aloud what went wrong", () => {
  render(<ErrorMessage>Choose a time to come.</ErrorMessage>);
  expect(screen.getByRole("alert").textContent).toBe("Choose a time to come.");
});

it.each([null, "", false])("is not there while there is %o to say", (nothing) => {
  render(<ErrorMessage>{nothing}</ErrorMessage>);
  expect(screen.queryByRole("alert")).toBeNull();
});
