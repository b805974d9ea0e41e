import { ProductLabelSectionAndNoteField } from "@account/components/product_label_section_and_note_field/product_label_section_and_note_field";
import { patch } from "@web/core/utils/patch";

/** Core shows «[code] name» of an item; descriptions that customers read hold no code. */
patch(ProductLabelSectionAndNoteField.prototype, {
    get nameInText() {
        const text = this.props.record.data[this.descriptionColumn] || "";
        const name = this.productName;
        return text.startsWith(name) ? name : name.replace(/^\[[^\]]+\] /, "");
    },

    get label() {
        const text = this.props.record.data[this.descriptionColumn] || "";
        return text.startsWith(this.nameInText) ? text.slice(this.nameInText.length).trim() : super.label;
    },

    parseLabel(value) {
        const name = this.nameInText;
        return name && value ? `${name}\n${value}` : name || value || "";
    },
});
