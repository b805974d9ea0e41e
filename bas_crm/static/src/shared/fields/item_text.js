import { ProductLabelSectionAndNoteField } from "@account/components/product_label_section_and_note_field/product_label_section_and_note_field";
import { patch } from "@web/core/utils/patch";

/** Lines whose descriptions customers read omit the code that core puts before the name; other lines do not change. */
const READ_BY_CUSTOMERS = ["sale.order.line", "bas.commercial.offer.line"];

patch(ProductLabelSectionAndNoteField.prototype, {
    get nameInText() {
        const text = this.props.record.data[this.descriptionColumn] || "";
        const name = this.productName;
        const isCores = !READ_BY_CUSTOMERS.includes(this.props.record.resModel);
        return isCores || text.startsWith(name) ? name : name.replace(/^\[[^\]]+\] /, "");
    },

    get label() {
        const text = this.props.record.data[this.descriptionColumn] || "";
        const isOurs = READ_BY_CUSTOMERS.includes(this.props.record.resModel);
        return isOurs && text.startsWith(this.nameInText) ? text.slice(this.nameInText.length).trim() : super.label;
    },

    parseLabel(value) {
        const name = this.nameInText;
        return name && value ? `${name}\n${value}` : name || value || "";
    },
});
