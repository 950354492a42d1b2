import type { happenedEn } from "./happened.en";
import type { Widen } from "./texts";

/** What lines between messages tell, in Turkish: names stand where they take no suffix. */
export const happenedTr: Widen<typeof happenedEn> = {
  people_one: "{{count}} kişi",
  people_other: "{{count}} kişi",
  group_created: "{{who}} grubu kurdu: {{value}}",
  renamed: "{{who}} grubun adını değiştirdi: {{value}}",
  description_changed: "{{who}} grubun açıklamasını değiştirdi",
  picture_changed: "{{who}} grubun resmini değiştirdi",
  picture_removed: "{{who}} grubun resmini kaldırdı",
  members_added: "{{who}} gruba ekledi: {{whom}}",
  member_joined: "{{who}} davet bağlantısıyla katıldı",
  member_left: "{{who}} gruptan ayrıldı",
  member_removed: "{{who}} gruptan çıkardı: {{whom}}",
  role_changed: "{{who}} bir rolü değiştirdi: {{whom}} · {{value}}",
  owner_changed: "{{who}} grubu devretti: {{whom}}",
  message_pinned: "{{who}} bir ileti sabitledi",
  slow_mode_on: "{{who}} yavaş kipi açtı: {{value}}",
  slow_mode_off: "{{who}} yavaş kipi kapattı",
  history_shown: "{{who}} önceki iletileri yeni gelenlere açtı",
  history_hidden: "{{who}} önceki iletileri yeni gelenlere kapattı",
  retention_changed: "{{who}} iletilerin saklanma süresini değiştirdi: {{value}}",
  for_good: "süresiz",
};
