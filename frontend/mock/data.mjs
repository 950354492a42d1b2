/** People, conversations and commands of the stand-in server. */

let counter = 0;
const start = Date.now();

export function id(kind = 0) {
  counter += 1;
  const hex = (start + counter).toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7${kind.toString(16)}00-8000-${counter.toString(16).padStart(12, "0")}`;
}

const person = (username, display_name, is_bot = false) => ({
  id: id(1),
  username,
  display_name,
  avatar_url: null,
  is_bot,
});

export const people = {
  ayse: person("ayse", "Ayşe Yılmaz"),
  bora: person("bora", "Bora Demir"),
  cem: person("cem", "Cem Öztürk"),
  deniz: person("deniz", "Deniz Arslan"),
  ipek: person("ipek", "İpek Kaya"),
  john: person("john", "John Miller"),
  robot: person("robot", "Rapor Botu", true),
};

export const me = {
  ...people.ayse,
  email: "ayse@example.org",
  email_verified: true,
  language: "tr",
  timezone: "Europe/Istanbul",
  theme: "system",
  is_staff: true,
  date_joined: "2026-01-04T09:00:00.000Z",
};

const MINUTE = 60_000;
export const at = (minutesAgo) => new Date(Date.now() - minutesAgo * MINUTE).toISOString();

export const conversations = new Map();
export const messages = new Map();
export const commands = new Map();
export const atlas = [];

export function addConversation(kind, name, others, minutesAgo) {
  const conversation = {
    id: id(2),
    kind,
    name,
    participants: [me, ...others].map((user, index) => ({
      user: people[user.username],
      role: index === 0 && kind !== "direct" ? "owner" : "member",
      joined_at: at(60 * 24 * 30),
    })),
    participant_count: others.length + 1,
    last_message: null,
    unread_count: 0,
    mention_count: 0,
    read_seq: 0,
    seq: 0,
    my_role: kind === "direct" ? "member" : "owner",
    archived: false,
    created_at: at(60 * 24 * 30),
    last_activity_at: at(minutesAgo),
    version: 1,
  };
  conversations.set(conversation.id, conversation);
  messages.set(conversation.id, []);
  return conversation;
}

export function addMessage(conversation, sender, text, minutesAgo = 0, extra = {}) {
  conversation.seq += 1;
  const message = {
    id: id(3),
    conversation: conversation.id,
    seq: conversation.seq,
    sender: sender ? people[sender.username] : null,
    type: "text",
    text,
    client_id: null,
    reply_to: null,
    card: null,
    created_at: at(minutesAgo),
    edited_at: null,
    deleted_at: null,
    version: 1,
    ...extra,
  };
  messages.get(conversation.id).push(message);
  conversation.last_message = message;
  conversation.last_activity_at = message.created_at;
  if (sender?.username === me.username) {
    conversation.read_seq = message.seq;
    conversation.unread_count = 0;
  } else conversation.unread_count += 1;
  return message;
}

const task = (name, title, task_type, dependencies = [], state = "pending", extra = {}) => ({
  id: name,
  title,
  task_type,
  state,
  progress: null,
  detail: null,
  dependencies,
  attempt: state === "pending" ? 0 : 1,
  duration_ms: null,
  ...extra,
});

export function plan() {
  return [
    task("indir", "Satış dosyasını indir", "http.request"),
    task("kurlar", "Döviz kurlarını al", "http.request"),
    task("birlestir", "Kurlarla birleştir", "data.transform", ["indir", "kurlar"]),
    task("ozet", "Şehirlere göre topla", "data.transform", ["birlestir"]),
    task("paylas", "Sonucu buraya yaz", "chat.post", ["ozet"]),
  ];
}

export function addCommand(conversation, text, title, changes = {}, owner = me) {
  const key = id(4);
  const base = `/api/v1/commands/${key}`;
  const command = {
    id: key,
    text,
    title,
    state: "proposed",
    mode: "normal",
    persona: null,
    conversation: conversation?.id ?? null,
    message: null,
    owner: people[owner.username],
    why: "asked",
    tasks: plan(),
    progress: { done: 0, total: 5 },
    result: null,
    error: null,
    alt: {},
    rerun_of: null,
    created_at: at(0),
    started_at: null,
    finished_at: null,
    links: { self: base, alt: `${base}/alt`, graph: `${base}/graph`, last: null, atlas: null, report: null },
    version: 1,
    ...changes,
  };
  if (["succeeded", "failed"].includes(command.state)) {
    Object.assign(command.links, { last: `${base}/last`, report: `${base}/report` });
    if (command.state === "succeeded") command.links.atlas = `${base}/atlas`;
  }
  commands.set(key, command);
  return command;
}

export function cardOf(command) {
  const { id: key, state, title, text, tasks, progress, why, result, error, started_at, finished_at, links } = command;
  return { command: key, state, title, text, tasks, progress, why, result, error, started_at, finished_at, links };
}

export const RESULT = `Toplam **1.284** satır, **4** şehir.

| şehir | satış |
|---|---:|
| İstanbul | 612.400 ₺ |
| Ankara | 288.150 ₺ |
| İzmir | 201.900 ₺ |
| Bursa | 94.320 ₺ |`;

export function seed() {
  const { bora, cem, deniz, ipek, john, robot } = people;
  const launch = addConversation("group", "Lansman haftası", [bora, ipek, deniz, robot], 3);
  for (let day = 6; day >= 1; day -= 1) {
    for (let turn = 0; turn < 24; turn += 1) {
      const who = [bora, ipek, me, deniz][(turn >> 1) % 4];
      const text = [
        "Bugünkü listeyi gözden geçirdim, üç madde kaldı.",
        "Basın metnini `docs/basin.md` altına koydum. Yorumlarınızı bekliyorum.",
        "Tamam, öğleden sonra bakarım.",
        "Sunumun son hâli hazır. Özellikle şu iki başlığa bakın:\n\n- fiyatlandırma\n- güvenlik",
        "Sunucular için bakım penceresi **22:00–23:00**.",
        "👍",
      ][(turn * 5 + day) % 6];
      addMessage(launch, who, text, day * 24 * 60 - turn * 9);
    }
  }
  addMessage(launch, me, "Günaydın! Kampanya sayfası yayında mı?", 95);
  addMessage(launch, bora, "Evet, bu sabah açtık. Bağlantı: https://example.org/lansman", 92);
  addMessage(
    launch,
    bora,
    'Bir de ölçüm kodunu ekledik:\n\n```python\ndef ölç(olay):\n    gönder({"ad": olay.ad, "an": olay.an})\n```',
    91,
  );
  const done = addCommand(
    launch,
    "satış dosyasını indir, kurlarla birleştir, şehirlere göre topla ve buraya yaz",
    "Şehirlere göre satış özeti",
    {
      state: "succeeded",
      tasks: plan().map((one, index) => ({
        ...one,
        state: "succeeded",
        attempt: index === 1 ? 2 : 1,
        duration_ms: [1840, 640, 212, 95, 41][index],
      })),
      progress: { done: 5, total: 5 },
      result: { text: RESULT },
      created_at: at(80),
      started_at: at(80),
      finished_at: new Date(Date.now() - 80 * MINUTE + 3100).toISOString(),
    },
  );
  done.message = addMessage(launch, me, done.text, 80, { type: "command", card: cardOf(done) }).id;
  addMessage(launch, ipek, "Harika, bunu haftalık rapora koyuyorum.", 61);
  const failed = addCommand(launch, "https://example.org/yok.csv indir ve satırları say", "Dosyayı indir ve say", {
    state: "failed",
    tasks: [
      task("indir", "yok.csv dosyasını indir", "http.request", [], "failed", {
        attempt: 3,
        duration_ms: 3420,
        detail: "404 Not Found",
      }),
      task("say", "Satırları say", "text.count", ["indir"], "skipped"),
    ],
    progress: { done: 2, total: 2 },
    error: {
      code: "task.http_status",
      title: "Dosya indirilemedi",
      detail: "https://example.org/yok.csv adresi 404 (bulunamadı) yanıtı verdi. Adresi denetle.",
    },
    created_at: at(40),
    started_at: at(40),
    finished_at: new Date(Date.now() - 40 * MINUTE + 3600).toISOString(),
  });
  failed.message = addMessage(launch, me, failed.text, 40, { type: "command", card: cardOf(failed) }).id;
  const running = addCommand(
    launch,
    "İngilizce basın bültenini çevir ve paylaş",
    "Basın bültenini çevir",
    {
      state: "running",
      tasks: plan().map((one, index) => ({
        ...one,
        state: ["succeeded", "succeeded", "running", "pending", "pending"][index],
        progress: index === 2 ? 0.46 : null,
        detail: index === 2 ? "590 / 1284 satır" : null,
        duration_ms: index < 2 ? 900 : null,
      })),
      progress: { done: 2, total: 5 },
      created_at: at(8),
      started_at: at(8),
    },
    bora,
  );
  running.message = addMessage(launch, bora, running.text, 8, { type: "command", card: cardOf(running) }).id;
  launch.unread_count = 0;
  launch.read_seq = launch.seq;
  addMessage(launch, deniz, "Akşam için yemek söyleyeyim mi?", 5);
  addMessage(launch, ipek, "Olur! Bu arada toplantı saatini 15.30'a aldım, herkese uyuyor mu?", 3);

  const direct = addConversation("direct", null, [bora], 12);
  addMessage(direct, bora, "Selam, dünkü rakamlara baktın mı?", 60 * 26);
  addMessage(direct, me, "Baktım, gayet iyi.", 60 * 25);
  const proposed = addCommand(direct, "kurlarla birleştir ve şehirlere göre topla", "Şehirlere göre satış özeti", {
    why: "unsure",
  });
  proposed.message = addMessage(direct, me, proposed.text, 12, { type: "command", card: cardOf(proposed) }).id;

  const english = addConversation("direct", null, [john], 60 * 5);
  addMessage(english, john, "Hi Ayşe, could you share the launch deck when you have a minute?", 60 * 6);
  addMessage(english, me, "Sure, sending it this afternoon.", 60 * 5);
  const quiet = addConversation("direct", null, [cem], 60 * 24 * 3);
  addMessage(quiet, cem, "Faturayı ilettim.", 60 * 24 * 3);
  quiet.unread_count = 0;
  quiet.read_seq = quiet.seq;
  const group = addConversation(
    "group",
    "Ürün ve tasarım: ikinci çeyrek için uzun soluklu planlar",
    [ipek, deniz, cem],
    60 * 24 * 9,
  );
  addMessage(group, ipek, "Yeni ikonlar *hazır*.", 60 * 24 * 9);
  group.unread_count = 0;
  group.read_seq = group.seq;
  addConversation("group", "Boş oda", [deniz], 60 * 24 * 20);

  for (let index = 0; index < 4; index += 1) {
    atlas.push({
      id: id(5),
      title: ["Şehirlere göre satış özeti", "Haftalık log sayımı", "Kur farkı raporu", "README sözcük sayısı"][index],
      text: "satış dosyasını indir, kurlarla birleştir, şehirlere göre topla",
      summary: RESULT,
      tags: ["satış", "csv", "şehir", "kur"].slice(index),
      command: done.id,
      conversation: index % 2 ? null : launch.id,
      created_at: at(80 + index * 600),
      success_rate: [1, 0.92, 0.75, 1][index],
      stale: index === 2,
      highlight: null,
    });
  }
}
