import { DateTimeInput } from "@web/core/datetime/datetime_input";
import { deserializeDate, serializeDate } from "@web/core/l10n/dates";
import { useService } from "@web/core/utils/hooks";

import { Component, useState } from "@odoo/owl";

/** Which colour tells how sure it is that a column holds a field. */
export function getCertainty({ field, confidence }) {
    if (!field) {
        return "none";
    }
    return confidence >= 80 ? "sure" : "guess";
}

/** What was found in the files: each list, what it lacks, and which field each of its columns fills. */
export class ImportLists extends Component {
    static template = "bas_crm.ImportLists";
    static components = { DateTimeInput };
    static props = { session: Object, reload: Function, check: Function, setOption: Function };

    setup() {
        this.orm = useService("orm");
        const unsure = this.props.session.lists.filter((list) => list.columns.some((column) => getCertainty(column) === "guess"));
        this.state = useState({ opened: new Set(unsure.map((list) => list.id)) });
    }

    get isEditable() {
        return ["recognised", "checked"].includes(this.props.session.state);
    }

    get isAnythingKnown() {
        return this.props.session.lists.some((list) => list.kind);
    }

    /** Sales of earlier days come from the files. */
    get movedOn() {
        const { moved_on: day } = this.props.session;
        return day ? deserializeDate(day) : false;
    }

    async setMovedOn(day) {
        await this.orm.call("bas.import", "set_moved_on", [[this.props.session.id], day ? serializeDate(day) : false]);
        await this.props.reload();
    }

    getCertainty(column) {
        return getCertainty(column);
    }

    /** What a list has of columns, in three numbers. */
    getColumnCounts(list) {
        const counts = { sure: 0, guess: 0, none: 0 };
        for (const column of list.columns) {
            counts[getCertainty(column)]++;
        }
        return counts;
    }

    isTaken(list, column, field) {
        return list.columns.some((other) => other.id !== column.id && other.field === field);
    }

    toggle(list) {
        const { opened } = this.state;
        opened.has(list.id) ? opened.delete(list.id) : opened.add(list.id);
    }

    async setKind(list, kind) {
        await this.orm.write("bas.import.table", [list.id], { kind: kind || false });
        await this.props.reload();
    }

    async setColumn(column, values) {
        await this.orm.write("bas.import.column", [column.id], values);
        await this.props.reload();
    }
}
