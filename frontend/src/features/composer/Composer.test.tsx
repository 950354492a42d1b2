import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import { Composer, MAX_TEXT } from "./Composer";

let rooms = 0;

function setUp(conversation = `room-${rooms++}`) {
  const calls = { onSend: vi.fn(), onRun: vi.fn(), onTyping: vi.fn() };
  const shown = render(<Composer conversation={conversation} me="ayse" name="Bora" {...calls} />);
  return {
    ...calls,
    ...shown,
    field: screen.getByRole("textbox", { name: "Message to Bora" }),
    user: userEvent.setup(),
  };
}

describe("keyboard", () => {
  it("Enter sends and empties the field", async () => {
    const { field, user, onSend, onTyping } = setUp();
    await user.type(field, "hello{Enter}");
    expect(onSend).toHaveBeenCalledExactlyOnceWith("hello");
    expect(field).toHaveProperty("value", "");
    expect(document.activeElement).toBe(field);
    expect(onTyping).toHaveBeenCalled();
  });

  it("Shift+Enter makes a new line", async () => {
    const { field, user, onSend } = setUp();
    await user.type(field, "one{Shift>}{Enter}{/Shift}two");
    expect(onSend).not.toHaveBeenCalled();
    expect(field).toHaveProperty("value", "one\ntwo");
  });

  it("Enter does nothing in an empty field, or while an input method composes", async () => {
    const { field, user, onSend } = setUp();
    await user.type(field, "   {Enter}");
    field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, isComposing: true }));
    expect(onSend).not.toHaveBeenCalled();
  });
});

describe("commands", () => {
  it("a text that begins with /run is one, and says so before", async () => {
    const { field, user, onRun, onSend } = setUp();
    await user.type(field, "/run count the rows");
    expect(screen.getByText(/This will run as a command/)).toBeDefined();
    await user.keyboard("{Enter}");
    expect(onRun).toHaveBeenCalledExactlyOnceWith("count the rows");
    expect(onSend).not.toHaveBeenCalled();
  });

  it("the run button turns the text into one", async () => {
    const { field, user, onRun } = setUp();
    await user.type(field, "count the rows");
    await user.click(screen.getByRole("button", { name: "Run as a command" }));
    expect(onRun).toHaveBeenCalledExactlyOnceWith("count the rows");
  });

  it("the run button begins one in an empty field", async () => {
    const { field, user, onRun } = setUp();
    await user.click(screen.getByRole("button", { name: "Run as a command" }));
    expect(onRun).not.toHaveBeenCalled();
    expect(field).toHaveProperty("value", "/run ");
  });

  it("/running is an ordinary word", async () => {
    const { field, user, onSend } = setUp();
    await user.type(field, "/running late{Enter}");
    expect(onSend).toHaveBeenCalledWith("/running late");
  });
});

describe("drafts and length", () => {
  it("keeps a draft for each conversation until it is sent", async () => {
    const first = setUp("one");
    await first.user.type(first.field, "half a thought");
    first.unmount();
    const other = setUp("two");
    expect(other.field).toHaveProperty("value", "");
    other.unmount();
    const again = setUp("one");
    expect(again.field).toHaveProperty("value", "half a thought");
    await again.user.type(again.field, "{Enter}");
    again.unmount();
    expect(setUp("one").field).toHaveProperty("value", "");
  });

  it("counts when the limit is near, in code points, and refuses beyond it", async () => {
    const { field, user, onSend } = setUp();
    await user.click(field);
    await user.paste("😀".repeat(MAX_TEXT - 2));
    expect(screen.getByText("2 characters left")).toBeDefined();
    await user.paste("abc");
    expect(screen.getByText("1 character too many")).toBeDefined();
    await user.keyboard("{Enter}");
    expect(onSend).not.toHaveBeenCalled();
    expect(screen.getByRole("button", { name: "Send" })).toHaveProperty("disabled", true);
  });
});

describe("calling people", () => {
  const mentionables = [
    { kind: "user" as const, id: "bora", handle: "bora", name: "Bora Demir" },
    { kind: "all" as const, id: "all", handle: "all", name: "Everybody here" },
  ];

  it("suggests while one types, and Enter takes the chosen one instead of sending", async () => {
    const onSend = vi.fn();
    render(
      <Composer
        conversation="mentions"
        me="ayse"
        name="Bora"
        mentionables={mentionables}
        onSend={onSend}
        onTyping={() => undefined}
      />,
    );
    const field = screen.getByRole("textbox", { name: "Message to Bora" });
    const user = userEvent.setup();
    await user.type(field, "hi @bo");
    const option = await screen.findByRole("option", { name: /Bora Demir/, selected: true });
    expect(field.getAttribute("aria-activedescendant")).toBe(option.id);
    await user.keyboard("{Enter}");
    expect(field).toHaveProperty("value", "hi @bora ");
    expect(onSend).not.toHaveBeenCalled();
    expect(screen.queryByRole("option")).toBeNull();
  });
});

it("slow mode holds the next message back, and says how long", async () => {
  const onSend = vi.fn();
  render(
    <Composer
      conversation="slow"
      me="ayse"
      name="Bora"
      waitUntil={Date.now() + 60_000}
      onSend={onSend}
      onTyping={() => undefined}
    />,
  );
  await userEvent.setup().type(screen.getByRole("textbox"), "hello{Enter}");
  expect(onSend).not.toHaveBeenCalled();
  expect(screen.getByRole("timer").textContent).toMatch(/Slow mode: \d+ s/);
});

it("the arrow up in an empty field edits the last message", async () => {
  const onEditLast = vi.fn();
  render(
    <Composer
      conversation="last"
      me="ayse"
      name="Bora"
      onEditLast={onEditLast}
      onSend={() => undefined}
      onTyping={() => undefined}
    />,
  );
  const user = userEvent.setup();
  await user.type(screen.getByRole("textbox"), "{ArrowUp}");
  expect(onEditLast).toHaveBeenCalledOnce();
});
