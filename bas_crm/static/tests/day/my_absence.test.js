import { expect, test } from "@odoo/hoot";
import { myAbsenceItem } from "@bas_crm/day/absence/my_absence_item";

test("the menu of the user opens the own absences and those of colleagues", () => {
    const item = myAbsenceItem({
        services: {
            action: {
                doAction: (name, { additionalContext }) => expect.step([name, additionalContext]),
            },
        },
    });
    item.callback();
    expect.verifySteps([
        [
            "bas_crm.bas_handover_action_absence",
            { search_default_filter_mine: 1, search_default_filter_deputy: 1 },
        ],
    ]);
});
