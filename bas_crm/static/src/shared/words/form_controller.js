import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";
import { FormController } from "@web/views/form/form_controller";

// Odoo calls a button and a record that is not saved yet by one word. In Ukrainian the button is a verb.
patch(FormController.prototype, {
    displayName() {
        const { root } = this.model;
        return root.isNew && !root.data.display_name ? _t("New") : super.displayName();
    },
});
