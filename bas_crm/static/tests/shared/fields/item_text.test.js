import { expect, test } from "@odoo/hoot";
import { ProductLabelSectionAndNoteField } from "@account/components/product_label_section_and_note_field/product_label_section_and_note_field";

/** Render the column of the item in a line of ``resModel``, where the item is «[TB-1] Table». */
function makeColumn(resModel, text) {
    const column = Object.create(ProductLabelSectionAndNoteField.prototype);
    column.descriptionColumn = "name";
    column.props = {
        name: "product_id",
        record: { resModel, data: { name: text, product_id: { id: 1, display_name: "[TB-1] Table" } } },
    };
    return column;
}

for (const resModel of ["sale.order.line", "bas.commercial.offer.line"]) {
    test(`a description typed into ${resModel} has no code`, () => {
        expect(makeColumn(resModel, "").parseLabel("oak")).toBe("Table\noak");
        expect(makeColumn(resModel, "Table\noak").label).toBe("oak");
        expect(makeColumn(resModel, "Table").parseLabel("")).toBe("Table");
    });

    test(`a code in the description of ${resModel} is kept`, () => {
        expect(makeColumn(resModel, "[TB-1] Table\noak").label).toBe("oak");
        expect(makeColumn(resModel, "[TB-1] Table\noak").parseLabel("ash")).toBe("[TB-1] Table\nash");
    });
}

for (const resModel of ["account.move.line", "purchase.order.line"]) {
    test(`a description typed into ${resModel} is the same as in core`, () => {
        expect(makeColumn(resModel, "").parseLabel("oak")).toBe("[TB-1] Table\noak");
        expect(makeColumn(resModel, "[TB-1] Table\noak").label).toBe("oak");
        expect(makeColumn(resModel, "Table\noak").label).toBe("Table\noak");
    });
}
