import { Component, toRaw, useState } from "@odoo/owl";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { _t } from "@web/core/l10n/translation";
import { Domain } from "@web/core/domain";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { formatFloat } from "@web/views/fields/formatters";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { SelectCreateDialog } from "@web/views/view_dialogs/select_create_dialog";
import { ViewButton } from "@web/views/view_button/view_button";
import { PlanCards } from "./plan_cards";
import { PlanGrid } from "./plan_grid";
import { PlanTable } from "./plan_table";

const OBJECTS = {
    category: "product.category",
    product: "product.template",
    manager: "res.users",
};
const MANY_COLUMNS = 3;
/** what is entered: mode → the measures that stand side by side */
const MEASURES_OF = { quantity: ["quantity"], amount: ["amount"], both: ["quantity", "amount"], price_unit: ["price_unit"] };
/** what the columns and rows are made of: where it is changed and not saved, the table below is not yet the new one */
const HEAD = ["granularity", "dimension", "by_variant", "by_order", "by_quantity"];

/** The table of a sales plan: a spreadsheet at a desk, a list on a phone. What is typed is saved with the form. */
export class PlanMatrixField extends Component {
    static template = "bas_crm.PlanMatrixField";
    static components = { Dropdown, DropdownItem, PlanCards, PlanGrid, ViewButton };
    static props = { ...standardFieldProps };

    setup() {
        this.orm = useService("orm");
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        this.ui = useService("ui");
        this.state = useState({ mode: null, revision: 0 });
        for (const name of ["edit", "remove", "undo"]) {
            this[name] = this[name].bind(this);
        }
        useRecordObserver((record) => this.follow(record));
    }

    /** Show what the record holds, where that is not what was typed here. */
    follow(record) {
        const value = toRaw(record.data[this.props.name]);
        if (value !== this.value) {
            this.load(value);
        }
    }

    load(value) {
        this.value = value;
        this.table = new PlanTable(value);
        const { quantity_digits, price_digits, digits } = this.base;
        this.digits = { quantity: quantity_digits ?? 2, price_unit: price_digits ?? 2, amount: digits ?? 2 };
        this.wholeSums = null;
        this.chooseFormat();
        this.state.revision++;
    }

    /** Kopiykas are shown in all sums or in none. Another function has every row drawn again. */
    chooseFormat() {
        const wholeSums = this.table.hasWholeSums();
        if (wholeSums !== this.wholeSums) {
            this.wholeSums = wholeSums;
            this.format = (measure, value) => this.formatFigure(measure, value);
        }
    }

    // ------------------------------------------------------------
    // Display
    // ------------------------------------------------------------

    get base() {
        return this.table.base;
    }

    get editable() {
        return !this.props.readonly && !!this.base.editable;
    }

    get isEmpty() {
        return !this.table.rows.length;
    }

    get isOutdated() {
        const { data } = this.props.record;
        return (
            !this.props.record.isNew &&
            "granularity" in data &&
            (HEAD.some((name) => data[name] !== this.base[name]) ||
                (data.currency_id && data.currency_id.display_name !== this.base.currency) ||
                ["date_from", "date_to"].some((name) => data[name] && data[name].toISODate() !== this.base[name]))
        );
    }

    get labels() {
        return { quantity: _t("Quantity"), price_unit: _t("Price"), amount: _t("Sum") };
    }

    /** What may be entered: key → label. */
    get modes() {
        return [
            ["quantity", _t("Quantity")],
            ["amount", _t("Sum")],
            ["both", _t("Both")],
            ["price_unit", _t("Price")],
        ];
    }

    get mode() {
        if (!this.base.by_quantity) {
            return "amount";
        }
        return this.state.mode || (this.base.columns.length > MANY_COLUMNS ? "quantity" : "both");
    }

    get measures() {
        return MEASURES_OF[this.mode];
    }

    get totals() {
        return MEASURES_OF[this.base.by_quantity ? "both" : "amount"];
    }

    get viewProps() {
        return {
            table: this.table,
            revision: this.state.revision,
            measures: this.measures,
            totals: this.totals,
            labels: this.labels,
            format: this.format,
            editable: this.editable,
            onEdit: this.edit,
            onRemove: this.remove,
            onUndo: this.undo,
        };
    }

    /** Nothing for zero: a table of plans is mostly empty, and its figures are to be seen. */
    formatFigure(measure, value) {
        if (!value) {
            return "";
        }
        const whole = measure === "amount" ? this.wholeSums && Number.isInteger(value) : Number.isInteger(value);
        return formatFloat(value, {
            digits: [16, whole ? 0 : this.digits[measure]],
            trailingZeros: measure !== "quantity",
        });
    }

    // ------------------------------------------------------------
    // Changing
    // ------------------------------------------------------------

    edit(edits) {
        if (this.table.edit(edits)) {
            this.save();
        }
    }

    remove(row) {
        this.table.removeRow(row);
        this.save();
    }

    undo() {
        if (this.table.undo()) {
            this.save();
        }
    }

    /** The form knows what was typed: it is saved, or discarded, with the rest. */
    save() {
        this.value = this.table.getValue();
        this.chooseFormat();
        this.props.record.update({ [this.props.name]: this.value });
        this.state.revision++;
    }

    // ------------------------------------------------------------
    // New rows
    // ------------------------------------------------------------

    /** A plan that is not saved yet has no rows to speak of. */
    async ready() {
        if (this.props.record.isNew || this.isOutdated) {
            const isSaved = await this.props.record.save();
            // The observer waits for the next frame.
            this.follow(this.props.record);
            return isSaved;
        }
        return true;
    }

    get resId() {
        return this.props.record.resId;
    }

    async addRows() {
        if (!(await this.ready())) {
            return;
        }
        const { dimension, by_variant, by_order } = this.base;
        const goesByVariant = dimension === "product" && by_variant;
        const objects = await this.choose(goesByVariant ? "product.product" : OBJECTS[dimension]);
        const variants = by_variant && !goesByVariant && objects.length ? await this.choose("product.product") : null;
        if (!objects.length || (variants && !variants.length)) {
            return;
        }
        const orders = by_order ? await this.choose("sale.order") : [];
        this.take(
            variants
                ? await this.orm.call("bas.sales.plan", "get_rows_of_variants", [[this.resId], objects, variants, orders])
                : await this.orm.call("bas.sales.plan", "get_rows", [[this.resId], objects, orders])
        );
    }

    async addCategories() {
        if (!(await this.ready())) {
            return;
        }
        const categories = await this.choose("product.category");
        if (categories.length) {
            this.take(await this.orm.call("bas.sales.plan", "get_rows_of_categories", [[this.resId], categories]));
        }
    }

    async addNobody() {
        if (await this.ready()) {
            this.take(await this.orm.call("bas.sales.plan", "get_rows", [[this.resId], [0]]));
        }
    }

    take(rows) {
        const added = this.table.addRows(rows);
        if (added.length < rows.length) {
            this.notification.add(_t("Rows that are already in the plan: %s", rows.length - added.length), { type: "info" });
        }
        if (added.length) {
            this.save();
        }
    }

    /** @returns {Promise<number[]>} ids; none where the dialog was closed */
    choose(resModel) {
        const titles = {
            "product.category": _t("Which categories?"),
            "product.template": _t("Which products?"),
            "product.product": _t("Which variants?"),
            "res.users": _t("Which managers?"),
            "sale.order": _t("For which orders? Close this to plan without an order."),
        };
        return new Promise((resolve) => {
            this.dialog.add(
                SelectCreateDialog,
                {
                    resModel,
                    title: titles[resModel],
                    noCreate: true,
                    domain: this.getDomain(resModel),
                    onSelected: (ids) => resolve(ids),
                },
                { onClose: () => resolve([]) }
            );
        });
    }

    getDomain(resModel) {
        const company = this.props.record.data.company_id?.id;
        if (["product.template", "product.product"].includes(resModel)) {
            return [["sale_ok", "=", true], ["company_id", "in", [false, company]]];
        }
        if (resModel === "res.users") {
            // the same users as in the field «Manager» of the plan
            const { fields, evalContext } = this.props.record;
            return new Domain(fields.user_id?.domain || []).toList(evalContext);
        }
        return resModel === "sale.order" ? [["company_id", "=", company], ["state", "!=", "cancel"]] : [];
    }
}

registry.category("fields").add("bas_plan_matrix", {
    component: PlanMatrixField,
    supportedTypes: ["json"],
    fieldDependencies: [
        { name: "company_id", type: "many2one", relation: "res.company" },
    ],
});
