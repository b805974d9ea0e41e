/** On a phone the buttons of a form stand in a menu. */
export const unfoldButtons = () => ({
    trigger: ".o_statusbar_buttons button:has(.oi-ellipsis-v)",
    isActive: ["mobile"],
    run: "click",
});

/**
 * Choose a record: by typing at a desk, from cards in a dialog on a phone.
 *
 * @param {string} field selector of the many2one
 * @param {string} name as it is shown
 */
export const choose = (field, name) => [
    { trigger: `${field} input`, isActive: ["desktop"], run: `edit ${name}` },
    { trigger: `.o-autocomplete--dropdown-item a:contains(${name})`, isActive: ["desktop"], run: "click" },
    { trigger: `${field} input`, isActive: ["mobile"], run: "click" },
    { trigger: `.o_select_create_dialog_content .o_kanban_record:contains(${name})`, isActive: ["mobile"], run: "click" },
];

/**
 * Open the rows behind a figure of a report, and come back.
 *
 * @param {string} figure selector of the control
 * @param {string} report selector of the report when it is drawn
 */
export const openFigure = (figure, report) => [
    { trigger: `${figure}:first`, run: "click" },
    { trigger: ".o_list_view .o_data_row, .o_kanban_view .o_kanban_record:not(.o_kanban_ghost)" },
    { trigger: ".o_back_button, .breadcrumb-item.o_back_button, .o_breadcrumb a", run: "click" },
    { trigger: report },
];
