import { _t } from "@web/core/l10n/translation";
import { Pager } from "@web/core/pager/pager";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";

import { Component, onWillStart, useState } from "@odoo/owl";

import { TypedText } from "../../shared/fields/typed_text";

const PAGE = 20;
const EDITED = ["error", "question"];

/** Rows of a list with one result. Texts of rows that cannot be imported are corrected in place; each is checked again at once. */
export class ImportRows extends Component {
    static template = "bas_crm.ImportRows";
    static components = { Pager, TypedText };
    static props = { list: Object, result: String, isEditable: Boolean, correct: Function, reload: Function };

    setup() {
        this.orm = useService("orm");
        this.loading = new KeepLast();
        this.state = useState({ rows: [], total: 0, offset: 0 });
        onWillStart(() => this.load());
    }

    get limit() {
        return PAGE;
    }

    get canEdit() {
        return this.props.isEditable && EDITED.includes(this.props.result);
    }

    /** Columns that are imported and have a text in one of the rows shown; in rows with errors the empty ones, too. */
    get columns() {
        const { rows } = this.state;
        const imported = this.props.list.columns.filter((column) => column.field);
        return this.canEdit ? imported : imported.filter((column) => rows.some((row) => row.values[column.key]));
    }

    async load() {
        const { list, result } = this.props;
        const { offset } = this.state;
        const found = this.orm.call("bas.import.table", "get_rows", [[list.id], [result], offset, PAGE]);
        Object.assign(this.state, await this.loading.add(found));
    }

    async turn({ offset }) {
        this.state.offset = offset;
        await this.load();
    }

    getPlan(row) {
        return Object.entries(row.plan).map(([name, [before, after]]) =>
            before ? _t("%(field)s: %(before)s → %(after)s", { field: name, before, after }) : `${name}: ${after}`
        );
    }

    async correct(row, column, text) {
        const values = { ...row.values, [column.key]: text.trim() };
        if (!values[column.key]) {
            delete values[column.key];
        }
        await this.props.correct(row.id, { values });
        await Promise.all([this.load(), this.props.reload()]);
    }

    async skip(row) {
        await this.props.correct(row.id, { is_skipped: !row.is_skipped });
        await Promise.all([this.load(), this.props.reload()]);
    }
}
