import { useState } from "react";
import { changeProfile } from "../../api/account";
import { useLanguage, useTranslation } from "../../i18n";
import { useLive, useSync } from "../../sync/useSync";
import { Button } from "../../ui/Button";
import { Segmented } from "../../ui/Segmented";
import { AvatarEditor } from "./AvatarEditor";
import { Buttons, Field, Outcome, Section } from "./Section";
import styles from "./Section.module.css";
import { useAction } from "./useAction";
import { useSettings } from "./useSettings";

/** How one is shown, and how the app looks. */
export function ProfileScreen() {
  const { t } = useTranslation();
  const language = useLanguage();
  const { store } = useLive();
  const me = useSync((state) => state.me);
  const { setLanguage, setTheme, failed } = useSettings();
  const [name, setName] = useState(me.display_name);
  const [zone, setZone] = useState(me.timezone);
  const save = useAction(async () => {
    const changed = await changeProfile({ display_name: name.trim(), timezone: zone });
    store.setState({ me: changed });
  });
  return (
    <>
      <Section title={t("prefs.profile.picture")} hint={t("prefs.profile.pictureHint")}>
        <AvatarEditor />
      </Section>
      <Section title={t("prefs.profile.title")}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void save.run();
          }}
        >
          <Field
            label={t("prefs.profile.name")}
            hint={t("prefs.profile.nameHint", { username: me.username })}
            value={name}
            onChange={setName}
            maxLength={64}
            autoComplete="name"
          />
          <label className={styles.field}>
            {t("prefs.profile.zone")}
            <select className={styles.input} value={zone} onChange={(event) => setZone(event.target.value)}>
              {zones(zone).map((each) => (
                <option key={each}>{each}</option>
              ))}
            </select>
          </label>
          <Buttons>
            <Button type="submit" look="primary" disabled={save.busy}>
              {t("prefs.save")}
            </Button>
          </Buttons>
          <Outcome failed={save.failed} done={save.done && t("prefs.saved")} />
        </form>
      </Section>
      <Section title={t("settings.theme")}>
        <Buttons>
          <Segmented
            label={t("settings.theme")}
            value={me.theme}
            onChange={setTheme}
            options={[
              { value: "system", label: t("settings.system") },
              { value: "light", label: t("settings.light") },
              { value: "dark", label: t("settings.dark") },
            ]}
          />
          <Segmented
            label={t("settings.language")}
            value={language}
            onChange={setLanguage}
            options={[
              { value: "tr", label: t("settings.turkish") },
              { value: "en", label: t("settings.english") },
            ]}
          />
        </Buttons>
        <Outcome failed={failed ? t("settings.notSaved") : ""} />
      </Section>
    </>
  );
}

function zones(chosen: string): string[] {
  const known = Intl.supportedValuesOf("timeZone");
  return known.includes(chosen) ? known : [chosen, ...known];
}
