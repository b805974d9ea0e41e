import { Component, useEffect, useRef } from "@odoo/owl";

/** A field for a text: what is being typed stays when the screen is drawn anew, until there is another value. */
export class TypedText extends Component {
    static template = "bas_crm.TypedText";
    static props = { tag: String, value: String, label: String, change: Function, class: String };

    setup() {
        this.text = useRef("text");
        useEffect(
            (value) => {
                this.text.el.value = value;
            },
            () => [this.props.value]
        );
    }
}
