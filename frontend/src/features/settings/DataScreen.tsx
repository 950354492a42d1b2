import { useQuery, useQueryClient } from "@tanstack/react-query";
import FileArchive from "lucide-react/icons/file-archive";
import { askForExport, type DataExport, listExports, listMyRoles } from "../../api/account";
import { useLanguage, useTranslation } from "../../i18n";
import { shortDateTime } from "../../lib/time";
import { Button } from "../../ui/Button";
import { Buttons, Outcome, Row, Rows, Section } from "./Section";
import { useAction } from "./useAction";

const BUILT_IN = ["owner", "administrator", "moderator", "member"] as const;
const isBuiltIn = (name: string): name is (typeof BUILT_IN)[number] => (BUILT_IN as readonly string[]).includes(name);
const AT_WORK: DataExport["state"][] = ["queued", "running"];

/** One's own data to take away, and what one may do here. */
export function DataScreen() {
  const { t } = useTranslation();
  const language = useLanguage();
  const queries = useQueryClient();
  const exports = useQuery({
    queryKey: ["exports"],
    queryFn: listExports,
    refetchInterval: (query) => (query.state.data?.results.some((one) => AT_WORK.includes(one.state)) ? 2000 : false),
  });
  const roles = useQuery({ queryKey: ["my-roles"], queryFn: listMyRoles });
  const ask = useAction(async () => {
    await askForExport();
    await queries.invalidateQueries({ queryKey: ["exports"] });
  });
  const rows = exports.data?.results ?? [];
  return (
    <>
      <Section title={t("prefs.data.export")} hint={t("prefs.data.exportHint")}>
        <Rows label={t("prefs.data.export")}>
          {rows.map((one) => (
            <Row
              key={one.id}
              icon={<FileArchive size={18} />}
              title={shortDateTime(one.created_at, language)}
              detail={[t(`prefs.data.${one.state}`), one.size === null ? "" : sizeOf(one.size, language)]
                .filter(Boolean)
                .join(" · ")}
            >
              {one.url && <a href={one.url}>{t("prefs.download")}</a>}
            </Row>
          ))}
        </Rows>
        <Buttons>
          <Button disabled={ask.busy || rows.some((one) => AT_WORK.includes(one.state))} onClick={() => void ask.run()}>
            {t("prefs.data.ask")}
          </Button>
        </Buttons>
        <Outcome
          failed={ask.failed || (exports.isError ? t("app.failed") : "")}
          done={ask.done && t("prefs.data.asked")}
        />
      </Section>
      <Section title={t("prefs.data.roles")} hint={t("prefs.data.rolesHint")}>
        {roles.isSuccess && roles.data.results.length === 0 && <p>{t("prefs.data.noRoles")}</p>}
        <Rows label={t("prefs.data.roles")}>
          {(roles.data?.results ?? []).map((role) => (
            <Row key={role.id} title={isBuiltIn(role.name) ? t(`prefs.data.builtIn.${role.name}`) : role.name} />
          ))}
        </Rows>
      </Section>
    </>
  );
}

function sizeOf(bytes: number, language: string): string {
  const unit = bytes < 1_000_000 ? "kilobyte" : "megabyte";
  const amount = bytes / (unit === "kilobyte" ? 1000 : 1_000_000);
  return new Intl.NumberFormat(language, { style: "unit", unit, maximumFractionDigits: 1 }).format(amount);
}
