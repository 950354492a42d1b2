import i18next from "i18next";
import { initReactI18next, useTranslation } from "react-i18next";
import type { Language } from "../lib/time";
import { en } from "./en";
import { tr } from "./tr";

export function startI18n(language: Language): void {
  void i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: "en",
    supportedLngs: ["tr", "en"],
    resources: { en: { translation: en }, tr: { translation: tr } },
    // React escapes on its own.
    interpolation: { escapeValue: false },
    initAsync: false,
  });
  document.documentElement.lang = language;
}

export function changeLanguage(language: Language): void {
  void i18next.changeLanguage(language);
  document.documentElement.lang = language;
}

export function useLanguage(): Language {
  return useTranslation().i18n.language === "tr" ? "tr" : "en";
}

export { useTranslation } from "react-i18next";
