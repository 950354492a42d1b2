import { useState } from "react";
import { useTranslation } from "../../i18n";
import { Button } from "../../ui/Button";
import { Buttons, Outcome, Section } from "./Section";
import styles from "./SecurityScreen.module.css";

/** The codes, the one time they are shown: to be copied, stored or printed. */
export function RecoveryCodes({ codes, onClose }: { codes: string[]; onClose(): void }) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  const text = `${codes.join("\n")}\n`;
  return (
    <Section title={t("prefs.security.yourCodes")} hint={t("prefs.security.yourCodesHint")}>
      <ul className={styles.codes}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <Buttons>
        <Button onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))}>
          {t("prefs.copy")}
        </Button>
        <a href={`data:text/plain;charset=utf-8,${encodeURIComponent(text)}`} download="altlas-codes.txt">
          {t("prefs.download")}
        </a>
        <Button onClick={() => window.print()}>{t("prefs.print")}</Button>
        <Button look="primary" onClick={onClose}>
          {t("prefs.security.kept")}
        </Button>
      </Buttons>
      <Outcome failed="" done={copied && t("prefs.copied")} />
    </Section>
  );
}
