import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";
import { FormController } from "@web/views/form/form_controller";

// Odoo uses the same word for a button and for a new record. In Ukrainian the button needs a verb.
patch(FormController.prototype, {
    displayName() {
        const { root } = this.model;
        return root.isNew && !root.data.display_name ? _t("New") : super.displayName();
    },
});
