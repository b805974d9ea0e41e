import { Component, onMounted, onPatched, useRef } from "@odoo/owl";

/** One row of the table; drawn again only when its figures, its selection or its editor change. */
export class PlanMatrixRow extends Component {
    static template = "bas_crm.PlanMatrixRow";
    static props = {
        row: Object,
        version: Number,
        number: Number,
        places: Array,
        totals: Array,
        table: Object,
        format: Function,
        from: Number,
        to: Number,
        active: Number,
        edited: { type: [String, { value: null }] },
        editable: Boolean,
        onRemove: Function,
    };

    setup() {
        this.input = useRef("input");
        const focus = () => {
            const input = this.input.el;
            if (input && document.activeElement !== input) {
                input.focus();
                input.setSelectionRange(input.value.length, input.value.length);
            }
        };
        onMounted(focus);
        onPatched(focus);
    }

    get fullName() {
        const { name, detail } = this.props.row;
        return detail ? `${name} · ${detail}` : name;
    }

    getText({ date, measure }) {
        const { row, table, format } = this.props;
        return format(measure, table.getFigure(row, date, measure));
    }

    getClass(place, number) {
        const { from, to, active } = this.props;
        return {
            o_selected: number >= from && number <= to,
            o_active: number === active,
            o_first_measure: place.first,
            o_hint: !this.getText(place),
        };
    }

    getTitle({ date }) {
        const { row, table, format } = this.props;
        if (!table.base.by_quantity) {
            return undefined;
        }
        const [quantity, price, amount] = table.getCell(row, date);
        return quantity
            ? `${format("quantity", quantity)} ${row.uom} × ${format("price_unit", price)} = ${format("amount", amount)}`
            : undefined;
    }

    getTotal(measure) {
        return this.props.format(measure, this.props.table.getRowTotal(this.props.row, measure));
    }
}
