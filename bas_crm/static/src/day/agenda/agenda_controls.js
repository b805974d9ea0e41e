import { today } from "@web/core/l10n/dates";
import { DateTimePicker } from "@web/core/datetime/datetime_picker";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { usePopover } from "@web/core/popover/popover_hook";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { Component, useRef } from "@odoo/owl";
import { getMove, pressButton } from "./agenda_buttons";

/** A calendar to choose the day of a step. */
class AgendaDays extends Component {
    static template = "bas_crm.AgendaDays";
    static components = { DateTimePicker };
    static props = {
        close: Function,
        onChoose: Function,
        value: Object,
        minDate: Object,
    };

    choose(day) {
        this.props.close();
        this.props.onChoose(day);
    }
}

/** Controls of a card that are no buttons of the model: the menu of other days, and a link that calls. */
export class AgendaControls extends Component {
    static template = "bas_crm.AgendaControls";
    static components = { Dropdown, DropdownItem };
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.moveButton = useRef("move");
        this.days = usePopover(AgendaDays, { position: "bottom" });
    }

    /** What nobody has planned has no day to be moved from. */
    get hasMove() {
        return this.props.record.data.bucket !== "none";
    }

    get callLink() {
        const { phone } = this.props.record.data;
        return phone && `tel:${phone.replace(/\s+/g, "")}`;
    }

    press(name) {
        return pressButton(this.env, this.props.record, name);
    }

    openDays() {
        this.days.open(this.moveButton.el, {
            value: today().plus({ days: 1 }),
            minDate: today(),
            onChoose: (day) => this.move(day),
        });
    }

    async move(day) {
        const { record } = this.props;
        try {
            await this.orm.write(record.resModel, [record.resId], getMove(record, day));
        } finally {
            await record.model.load();
        }
    }
}

registry.category("view_widgets").add("bas_agenda_controls", {
    component: AgendaControls,
    fieldDependencies: [
        { name: "bucket", type: "selection" },
        { name: "date", type: "datetime" },
        { name: "has_time", type: "boolean" },
        { name: "phone", type: "char" },
    ],
});
