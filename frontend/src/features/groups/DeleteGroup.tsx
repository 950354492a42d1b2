import Trash from "lucide-react/icons/trash-2";
import { useRef, useState } from "react";
import { useNavigate } from "react-router";
import { deleteGroup } from "../../api/conversations";
import { useTranslation } from "../../i18n";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { DialogBody } from "../../ui/DialogBody";
import { DialogFooter } from "../../ui/DialogFooter";
import { ErrorMessage } from "../../ui/ErrorMessage";
import { reasonOf } from "./reason";

/** Delete a group for everybody, after one more question. What cannot be undone is not where the focus stands. */
export function DeleteGroup({ id, name }: { id: string; name: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [asked, setAsked] = useState(false);
  const [state, setState] = useState<{ busy: boolean; failure: string | null }>({ busy: false, failure: null });
  const keep = useRef<HTMLButtonElement>(null);
  const close = () => {
    setAsked(false);
    setState({ busy: false, failure: null });
  };
  const go = async () => {
    setState({ busy: true, failure: null });
    try {
      await deleteGroup(id);
      navigate("/");
    } catch (error) {
      setState({ busy: false, failure: reasonOf(error, t) });
    }
  };
  return (
    <>
      <Button look="danger" onClick={() => setAsked(true)}>
        <Trash size={16} aria-hidden="true" />
        {t("details.deleteGroup")}
      </Button>
      {asked && (
        <Dialog title={t("details.deleteTitle")} closeLabel={t("app.close")} onClose={close} width="s" focus={keep}>
          <DialogBody>
            <p>{t("details.deleteSure", { name })}</p>
            <ErrorMessage>{state.failure}</ErrorMessage>
          </DialogBody>
          <DialogFooter onClose={close} cancelRef={keep}>
            <Button look="danger" disabled={state.busy} onClick={() => void go()}>
              {t("details.deleteGroup")}
            </Button>
          </DialogFooter>
        </Dialog>
      )}
    </>
  );
}
