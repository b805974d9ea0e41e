import { _t } from "@web/core/l10n/translation";
import { RecordSelector } from "@web/core/record_selectors/record_selector";

import { Component, useState } from "@odoo/owl";

/** One question for many rows, with its possible answers. */
export class ImportQuestion extends Component {
    static template = "bas_crm.ImportQuestion";
    static components = { RecordSelector };
    static props = { question: Object, answer: Function };

    setup() {
        this.state = useState({ isChoosing: false });
    }

    get question() {
        return this.props.question;
    }

    get rowsText() {
        return _t("rows: %s", this.question.rows);
    }

    /** The answers beside records: those are offered by their names. */
    get options() {
        return this.question.options.filter(([key]) => key !== "use");
    }

    get canChoose() {
        return this.question.options.some(([key]) => key === "use") && this.question.model;
    }

    /** The record of the answer is shown by its name even if it is none of the candidates. */
    get isOther() {
        const { answer, record, candidates } = this.question;
        return answer === "use" && record && !candidates.some(([id]) => id === record);
    }

    use(record) {
        this.state.isChoosing = false;
        return this.props.answer({ answer: record ? "use" : false, res_id: record || false });
    }

    choose() {
        this.state.isChoosing = !this.state.isChoosing;
    }

    setValue(ev) {
        return this.props.answer({ answer: "use", answer_value: ev.target.value });
    }
}
