import { useService } from "@web/core/utils/hooks";

import { onWillStart, onWillUpdateProps, useComponent, useState } from "@odoo/owl";

/**
 * Load the explanation of empty totals for a view of several plans; see bas.plan.overlap.mixin.
 *
 * @param {(props: Object) => {resModel: string, domain: Array, context: Object}} getQuestion
 * @returns {{plans: Object, message: string}} no message if no plans overlap
 */
export function useOverlap(getQuestion) {
    const component = useComponent();
    const orm = useService("orm");
    const overlap = useState({ plans: {}, message: "" });
    let asked;
    const ask = async (props) => {
        const { resModel, domain, context } = getQuestion(props);
        const question = JSON.stringify(domain);
        if (question === asked) {
            return;
        }
        asked = question;
        const found = await orm.call(resModel, "get_overlap", [domain], { context });
        if (question !== asked) {
            return; // another question has been asked meanwhile
        }
        Object.assign(overlap, found || { plans: {}, message: "" });
    };
    onWillStart(() => ask(component.props));
    onWillUpdateProps(ask);
    return overlap;
}

/**
 * @param {Object} overlaps id of a plan: ids of the plans that overlap with it
 * @param {Iterable<number>} plans
 */
export function hasOverlap(overlaps, plans) {
    const shown = new Set(plans);
    return [...shown].some((plan) => (overlaps[plan] || []).some((other) => shown.has(other)));
}
