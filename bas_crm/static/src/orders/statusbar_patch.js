import { useService } from "@web/core/utils/hooks";
import { patch } from "@web/core/utils/patch";
import { StatusBarField } from "@web/views/fields/statusbar/statusbar_field";
import { mayMoveOrder } from "./empty_order";

/** Ask also when the stage is changed in the form, the only way on a phone, where cards cannot be dragged. */
patch(StatusBarField.prototype, {
    setup() {
        super.setup();
        this.orm = useService("orm");
        this.dialog = useService("dialog");
    },

    async selectItem(item) {
        const { name, record } = this.props;
        if (record.resModel === "sale.order" && name === "stage_id" && !(await mayMoveOrder(this, record, item.value))) {
            return;
        }
        return super.selectItem(item);
    },
});
