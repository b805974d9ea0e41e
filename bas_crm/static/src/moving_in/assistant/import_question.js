import { _t } from "@web/core/l10n/translation";
import { RecordSelector } from "@web/core/record_selectors/record_selector";

import { Component, useState } from "@odoo/owl";

import { TypedText } from "../../shared/fields/typed_text";

/** Questions whose answer «use» is one for all rows, each with the record that it matches. */
const PLAIN = ["same", "archived"];
/** Questions whose record may be searched for. */
const SEARCHED = ["reference", "candidates"];

/** One question for many rows, with its possible answers. */
export class ImportQuestion extends Component {
    static template = "bas_crm.ImportQuestion";
    static components = { RecordSelector, TypedText };
    static props = { question: Object, answer: Function };

    setup() {
        this.state = useState({ isChoosing: false });
    }

    get question() {
        return this.props.question;
    }

    /** What the sign before the question says, for those who do not see it. */
    get stateText() {
        return this.question.answer ? _t("Has an answer") : _t("Has no answer yet");
    }

    get rowsText() {
        return _t("rows: %s", this.question.rows);
    }

    /** The answers beside records, which are offered by their names, and beside a word that a person types. */
    get options() {
        return this.question.options.filter(([key]) => key !== "use" || PLAIN.includes(this.question.type));
    }

    /** Each row of a plain question has a record of its own: it is not chosen by name. */
    get candidates() {
        return PLAIN.includes(this.question.type) ? [] : this.question.candidates;
    }

    get canChoose() {
        return SEARCHED.includes(this.question.type) && this.question.options.some(([key]) => key === "use") && this.question.model;
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

    get valueLabel() {
        return _t("What it means");
    }

    setValue(text) {
        return this.props.answer({ answer: "use", answer_value: text });
    }
}
