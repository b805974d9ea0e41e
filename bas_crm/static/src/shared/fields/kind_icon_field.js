import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { Component } from "@odoo/owl";

/** The icon of a kind of event or task, the same on all screens. */
export const KIND_ICONS = {
    call: "fa-phone",
    meeting: "fa-handshake-o",
    email: "fa-envelope-o",
    sms: "fa-commenting-o",
    other: "fa-circle-o",
    work_task: "fa-wrench",
};

export class KindIconField extends Component {
    static template = "bas_crm.KindIconField";
    static props = { ...standardFieldProps };

    get icon() {
        return KIND_ICONS[this.props.record.data[this.props.name]] || "fa-calendar-o";
    }

    get title() {
        const { selection } = this.props.record.fields[this.props.name];
        return selection.find(([key]) => key === this.props.record.data[this.props.name])?.[1] || "";
    }
}

registry.category("fields").add("bas_kind_icon", {
    component: KindIconField,
    supportedTypes: ["selection"],
});
