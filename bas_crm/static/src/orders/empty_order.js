import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { _t } from "@web/core/l10n/translation";

/**
 * Ask before a stage confirms an order without lines. All other moves are done at once.
 *
 * @param {{ dialog: Object, orm: Object }} services
 * @param {Object} record an order with `state` and `bas_is_empty`
 * @param {number|false} stageId the new stage
 * @returns {Promise<boolean>} whether the order may be moved
 */
export async function mayMoveOrder({ dialog, orm }, record, stageId) {
    const { bas_is_empty: isEmpty, name, state } = record.data;
    if (!isEmpty || !["draft", "sent"].includes(state) || !stageId) {
        return true;
    }
    if (!(await orm.call("bas.order.stage", "is_confirming", [[stageId]]))) {
        return true;
    }
    return new Promise((resolve) => {
        dialog.add(
            ConfirmationDialog,
            {
                title: _t("The Order Is Empty"),
                body: _t("The order %(order)s has no lines. Confirm it?", { order: name }),
                confirmLabel: _t("Confirm"),
                confirm: () => resolve(true),
                cancelLabel: _t("Leave as It Is"),
                cancel: () => resolve(false),
            },
            { onClose: () => resolve(false) }
        );
    });
}
