import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { DialogForm } from "./DialogForm";

function shown(submitDisabled: boolean) {
  const onSubmit = vi.fn((event: { preventDefault(): void }) => event.preventDefault());
  const onClose = vi.fn();
  render(
    <DialogForm onSubmit={onSubmit} submitLabel="Keep" submitDisabled={submitDisabled} onClose={onClose}>
      <input aria-label="Name" />
    </DialogForm>,
  );
  return { onSubmit, onClose };
}

it("submits with its button and with Enter", async () => {
  const { onSubmit, onClose } = shown(false);
  await userEvent.click(screen.getByRole("button", { name: "Keep" }));
  await userEvent.type(screen.getByLabelText("Name"), "a{Enter}");
  expect(onSubmit).toHaveBeenCalledTimes(2);
  expect(onClose).not.toHaveBeenCalled();
});

it("closes without submitting", async () => {
  const { onSubmit, onClose } = shown(false);
  await userEvent.click(screen.getByRole("button", { name: "Cancel" }));
  expect(onClose).toHaveBeenCalledTimes(1);
  expect(onSubmit).not.toHaveBeenCalled();
});

it("does not submit what is not ready", async () => {
  const { onSubmit } = shown(true);
  await userEvent.type(screen.getByLabelText("Name"), "a{Enter}");
  expect(onSubmit).not.toHaveBeenCalled();
});
