import { registry } from "@web/core/registry";
import { formatMonetary } from "@web/views/fields/formatters";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { Component } from "@odoo/owl";
import { formatCompactAmount } from "./compact_amount";

/** A read-only amount on a card. */
export class CompactAmountField extends Component {
    static template = "bas_crm.CompactAmountField";
    static props = { ...standardFieldProps };

    get value() {
        return this.props.record.data[this.props.name] || 0;
    }

    get currencyId() {
        const { record, name } = this.props;
        return record.data[record.fields[name].currency_field || "currency_id"]?.id;
    }

    get compact() {
        return formatCompactAmount(this.value, this.currencyId);
    }

    get full() {
        return formatMonetary(this.value, { currencyId: this.currencyId });
    }
}

registry.category("fields").add("bas_compact_amount", {
    component: CompactAmountField,
    supportedTypes: ["monetary"],
});
