import { ActivityMenu } from "@mail/core/web/activity_menu";
import { patch } from "@web/core/utils/patch";

/** Model → its views. These do not use core's activities, so they have no activity view; My Day has no form either. */
const OURS = {
    "bas.event": ["kanban", "list", "form"],
    "bas.work.task": ["kanban", "list", "form"],
    "bas.agenda": ["kanban", "list"],
};

patch(ActivityMenu.prototype, {
    availableViews(group) {
        const views = super.availableViews(...arguments);
        const own = OURS[group.model];
        return own ? views.filter(([, type]) => own.includes(type)) : views;
    },
});
