import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { Component } from "@odoo/owl";
import { KIND_ICONS } from "../../shared/fields/kind_icon_field";

const { DateTime } = luxon;

/** Icons of what is no event; an event has the icon of its type. */
const ICONS = {
    ...KIND_ICONS,
    task: "fa-wrench",
    activity: "fa-clock-o",
    unanswered: "fa-bell",
    lead: "fa-star-o",
    offer: "fa-file-text-o",
    order: "fa-shopping-cart",
};

/** What is to be done, as an icon: a call, a meeting, a work, a lead without an answer… */
export class AgendaIcon extends Component {
    static template = "bas_crm.AgendaIcon";
    static props = { ...standardFieldProps };

    get name() {
        return this.props.record.data.event_type ? "event_type" : this.props.name;
    }

    get icon() {
        return ICONS[this.props.record.data[this.name]];
    }

    get title() {
        const { selection } = this.props.record.fields[this.name];
        return selection.find(([key]) => key === this.props.record.data[this.name])?.[1];
    }
}

registry.category("fields").add("bas_agenda_icon", {
    component: AgendaIcon,
    supportedTypes: ["selection"],
    fieldDependencies: [{ name: "event_type", type: "selection" }],
});

/** The moment of a step, without a time if it has none; on a card no longer than needed beside the name of its column. */
export class AgendaWhen extends Component {
    static template = "bas_crm.AgendaWhen";
    static props = { ...standardFieldProps, isFull: { type: Boolean, optional: true } };

    get text() {
        const { [this.props.name]: date, bucket, has_time: hasTime } = this.props.record.data;
        if (!date) {
            return "";
        }
        const parts = { ...this.getDay(date, bucket), ...(hasTime ? DateTime.TIME_24_SIMPLE : {}) };
        return Object.keys(parts).length ? date.toLocaleString(parts) : "";
    }

    /** @returns {Object} parts of the date that the column does not tell */
    getDay(date, bucket) {
        const { isFull } = this.props;
        if (!isFull && (bucket === "today" || bucket === "tomorrow")) {
            return {};
        }
        if (!isFull && bucket === "week") {
            return { weekday: "long" };
        }
        const isFar = date.year !== DateTime.now().year;
        return { day: "numeric", month: "short", ...(isFar ? { year: "numeric" } : { weekday: "short" }) };
    }
}

registry.category("fields").add("bas_agenda_when", {
    component: AgendaWhen,
    supportedTypes: ["datetime"],
    extractProps: ({ options }) => ({ isFull: Boolean(options.full) }),
    fieldDependencies: [
        { name: "bucket", type: "selection" },
        { name: "has_time", type: "boolean" },
    ],
});
