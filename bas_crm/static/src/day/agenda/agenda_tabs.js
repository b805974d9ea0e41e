import { Component, useEffect, useRef, useState } from "@odoo/owl";

/** On a phone, the names of all columns above the one that is shown. */
export class AgendaTabs extends Component {
    static template = "bas_crm.AgendaTabs";
    static props = {
        groups: Array,
        shown: Object,
        onChoose: Function,
    };

    setup() {
        this.shown = useState(this.props.shown);
        const root = useRef("root");
        useEffect(
            () => {
                const tab = root.el.querySelector(".active");
                if (tab) {
                    root.el.scrollTo({ left: tab.offsetLeft - (root.el.clientWidth - tab.offsetWidth) / 2, behavior: "smooth" });
                }
            },
            () => [this.shown.bucket]
        );
    }
}
