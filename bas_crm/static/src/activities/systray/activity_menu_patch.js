import { ActivityMenu } from "@mail/core/web/activity_menu";
import { patch } from "@web/core/utils/patch";

const OURS = ["bas.event", "bas.work.task"];

/** Events and tasks are planned by hours, not by core's activities: there is no view of these to offer. */
patch(ActivityMenu.prototype, {
    availableViews(group) {
        const views = super.availableViews(...arguments);
        return OURS.includes(group.model) ? views.filter(([, type]) => type !== "activity") : views;
    },
});
