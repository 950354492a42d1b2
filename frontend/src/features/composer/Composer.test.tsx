import { fireEvent, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import type { SavedCommand, Suggestion } from "../../api/commandTypes";
import { Composer, MAX_TEXT } from "./Composer";

let rooms = 0;

function setUp(conversation = `room-${rooms++}`) {
  const calls = { onSend: vi.fn(), onRun: vi.fn(), onTyping: vi.fn(), onPrepare: vi.fn() };
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

const DOCUMENT = 'alt: "2.0"\ntitle: Greeting\nsegments: []';

describe("plans", () => {
  it("a pasted document is one: Enter shows it, and it stays until it was asked for", async () => {
    const { field, user, onPrepare, onSend } = setUp();
    await user.click(field);
    await user.paste(DOCUMENT);
    expect(screen.getByText(/This is a plan/)).toBeDefined();
    expect(screen.getByRole("button", { name: "Show the plan" })).toBeDefined();
    await user.keyboard("{Enter}");
    expect(onPrepare).toHaveBeenCalledExactlyOnceWith({ alt: DOCUMENT, typed: true });
    expect(onSend).not.toHaveBeenCalled();
    expect(field).toHaveProperty("value", DOCUMENT);
  });

  it("one may be longer than words may, or be sent as words", async () => {
    const { field, user, onPrepare, onSend } = setUp();
    await user.click(field);
    await user.paste(DOCUMENT);
    await user.click(screen.getByRole("button", { name: "Send it as words" }));
    await user.type(field, "{Enter}");
    expect(onSend).toHaveBeenCalledExactlyOnceWith(DOCUMENT);
    expect(onPrepare).not.toHaveBeenCalled();
    await user.paste(`${DOCUMENT}\n# ${"x".repeat(MAX_TEXT)}`);
    expect(field.getAttribute("aria-invalid")).toBe("false");
    await user.click(screen.getByRole("button", { name: "Show the plan" }));
    expect(onPrepare).toHaveBeenCalledOnce();
  });

  it("a file that is dropped is read where it is one, and refused in words elsewhere", async () => {
    const { field, onPrepare } = setUp();
    const drop = (file: File) => fireEvent.drop(field, { dataTransfer: { types: ["Files"], files: [file] } });
    drop(new File(["\u0089PNG"], "cat.png"));
    expect((await screen.findByRole("alert")).textContent).toContain("Only .alt documents");
    drop(new File([DOCUMENT], "plan.alt"));
    await vi.waitFor(() => expect(onPrepare).toHaveBeenCalledExactlyOnceWith({ alt: DOCUMENT, typed: false }));
    expect(screen.queryByRole("alert")).toBeNull();
  });

  it("a command can be looked at in another mode; what is no command shows nothing of it", async () => {
    const { field, user, onPrepare } = setUp();
    await user.type(field, "hello");
    expect(screen.queryByRole("button", { name: "Mode and persona…" })).toBeNull();
    await user.clear(field);
    await user.type(field, "/run count the rows");
    await user.click(screen.getByRole("button", { name: "Mode and persona…" }));
    expect(onPrepare).toHaveBeenCalledExactlyOnceWith({ text: "count the rows", typed: true });
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

describe("emoji", () => {
  const shown = async () => (await screen.findAllByRole("option")).map((option) => option.textContent);

  it("are offered behind a colon; arrow keys choose, Tab and Enter take", async () => {
    const { field, user, onSend } = setUp();
    await user.type(field, "well :smi");
    expect(await shown()).toEqual(["😄smile joy", "😏smirk", "🙂slight smile", "😊blush smile"]);
    expect(screen.getByRole("listbox", { name: "Choose an emoji" })).toBeDefined();
    await user.keyboard("{ArrowDown}{ArrowDown}{Enter}");
    expect(field).toHaveProperty("value", "well 🙂 ");
    await user.keyboard(":thumbs_u");
    await screen.findByRole("option", { name: /thumbs up/ });
    await user.keyboard("{Tab}");
    expect(field).toHaveProperty("value", "well 🙂 👍 ");
    expect(onSend).not.toHaveBeenCalled();
  });

  it("are found by Turkish and English words, whatever the case and the dots", async () => {
    const { field, user } = setUp();
    for (const [typed, sign] of [
      [":IŞIL", "✨"],
      [":isil", "✨"],
      [":GÜLÜMSE", "😄"],
      [":SMİ", "😄"],
    ] as const) {
      await user.clear(field);
      await user.type(field, typed);
      expect((await shown())[0], typed).toContain(sign);
    }
  });

  it("those of the server stand before, and go into the text by their name", async () => {
    const own = [{ name: "smirk_cat", url: "/cat.png" }];
    render(
      <Composer conversation="own" me="ayse" name="Bora" emoji={own} onSend={vi.fn()} onTyping={() => undefined} />,
    );
    const user = userEvent.setup();
    await user.type(screen.getByRole("textbox"), ":smi");
    await screen.findByText("smile joy");
    expect((await shown())[0]).toBe("smirk_cat:smirk_cat:");
    await user.keyboard("{Enter}");
    expect(screen.getByRole("textbox")).toHaveProperty("value", ":smirk_cat: ");
  });

  it("Escape leaves the word as it is", async () => {
    const { field, user, onSend } = setUp();
    await user.type(field, ":smi");
    await screen.findAllByRole("option");
    await user.keyboard("{Escape}{Enter}");
    expect(onSend).toHaveBeenCalledExactlyOnceWith(":smi");
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

describe("saved commands", () => {
  const saved = (name: string): SavedCommand => ({
    id: name,
    name,
    description: `does ${name}`,
    title: "",
    conversation: null,
    server: null,
    author: null,
    input_count: 1,
    created_at: "2026-11-21T09:00:00Z",
    version: 1,
  });
  const setUpSlash = (find = vi.fn(async () => [saved("özet"), saved("özgeçmiş")]), suggested: Suggestion[] = []) => {
    const calls = { onSend: vi.fn(), onRun: vi.fn(), onTyping: vi.fn() };
    const slash = { find, open: vi.fn(), suggest: vi.fn(async () => suggested) };
    render(<Composer conversation={`room-${rooms++}`} me="ayse" name="Bora" slash={slash} {...calls} />);
    return { ...calls, ...slash, field: screen.getByRole("textbox"), user: userEvent.setup() };
  };

  it("/ offers them, arrow keys choose, Enter opens the form", async () => {
    const { field, user, open, onSend } = setUpSlash();
    await user.type(field, "/ÖZ");
    expect((await screen.findAllByRole("option")).map((option) => option.textContent)).toEqual([
      "/özetdoes özet",
      "/özgeçmişdoes özgeçmiş",
    ]);
    await user.keyboard("{ArrowDown}{Enter}");
    expect(open).toHaveBeenCalledExactlyOnceWith(saved("özgeçmiş"), "");
    expect(onSend).not.toHaveBeenCalled();
  });

  it("Tab completes the name; what follows it fills the form", async () => {
    const { field, user, open } = setUpSlash();
    await user.type(field, "/öze");
    await screen.findByRole("option");
    await user.keyboard("{Tab}");
    expect(field).toHaveProperty("value", "/özet ");
    await user.keyboard("Van 3{Enter}");
    await vi.waitFor(() => expect(open).toHaveBeenCalledWith(saved("özet"), "Van 3"));
  });

  it("/run stands first, and stays a wish in words", async () => {
    const { field, user, onRun } = setUpSlash(vi.fn(async () => []));
    await user.type(field, "/r");
    await screen.findByRole("option", { name: /\/run/ });
    await user.keyboard("{Enter}");
    expect(field).toHaveProperty("value", "/run ");
    await user.keyboard("count{Enter}");
    expect(onRun).toHaveBeenCalledWith("count");
  });

  const lately = (text: string, more: Partial<Suggestion> = {}): Suggestion => ({
    command: text,
    title: text,
    text,
    conversation: null,
    last_run_at: "2026-11-14T09:00:00Z",
    times: 4,
    why: "last_week",
    ...more,
  });

  it("behind /run stands what one ran before; taking it says it, and it runs when it is sent", async () => {
    const again = [lately("Count the rows"), lately("/özet Van", { title: "Özet", why: "often" })];
    const { field, user, onRun, suggest } = setUpSlash(undefined, again);
    await user.type(field, "/run");
    expect(suggest).not.toHaveBeenCalled();
    await user.keyboard(" ");
    const list = await screen.findByRole("listbox", { name: "Run again?" });
    expect([...list.children].map((option) => option.textContent)).toEqual([
      "Count the rowsyou ran this last week",
      "Özet4 times lately",
    ]);
    await user.keyboard("{Enter}");
    expect(field).toHaveProperty("value", "/run Count the rows");
    expect(onRun).not.toHaveBeenCalled();
    expect(screen.queryByRole("listbox")).toBeNull();
    await user.keyboard("{Enter}");
    expect(onRun).toHaveBeenCalledExactlyOnceWith("Count the rows");
  });

  it("the run button offers them too", async () => {
    const { user } = setUpSlash(undefined, [lately("Count the rows")]);
    await user.click(screen.getByRole("button", { name: "Run as a command" }));
    expect(await screen.findByRole("option", { name: /Count the rows/ })).toBeDefined();
  });

  it("a saved command that one ran before is called anew", async () => {
    const { field, user } = setUpSlash(undefined, [lately("/özet Van")]);
    await user.type(field, "/run ");
    await user.click(await screen.findByRole("option", { name: /özet Van/ }));
    expect(field).toHaveProperty("value", "/özet Van");
  });

  it("nothing is suggested once something is said", async () => {
    const { field, user } = setUpSlash(undefined, [lately("Count the rows")]);
    await user.type(field, "/run ");
    await screen.findByRole("option");
    await user.keyboard("c");
    expect(screen.queryByRole("listbox")).toBeNull();
  });

  it("what names no command is a message", async () => {
    const { field, user, onSend, open } = setUpSlash(vi.fn(async () => []));
    await user.type(field, "/shrug well{Enter}");
    await vi.waitFor(() => expect(onSend).toHaveBeenCalledWith("/shrug well"));
    expect(open).not.toHaveBeenCalled();
  });

  it("nothing is sent by mistake where they cannot be looked up", async () => {
    const find = vi.fn(async (): Promise<SavedCommand[]> => {
      throw new Error("away");
    });
    const { field, user, onSend } = setUpSlash(find);
    await user.type(field, "/özet Van{Enter}");
    expect(await screen.findByRole("alert")).toBeDefined();
    expect(onSend).not.toHaveBeenCalled();
    expect(field).toHaveProperty("value", "/özet Van");
  });

  it("Escape closes the list, and a slash within a text opens none", async () => {
    const { field, user } = setUpSlash();
    await user.type(field, "and/or");
    expect(screen.queryByRole("listbox")).toBeNull();
    await user.clear(field);
    await user.type(field, "/");
    await screen.findAllByRole("option");
    await user.keyboard("{Escape}");
    expect(screen.queryByRole("listbox")).toBeNull();
  });
});
