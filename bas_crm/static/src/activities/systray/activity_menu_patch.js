import { ActivityMenu } from "@mail/core/web/activity_menu";
import { patch } from "@web/core/utils/patch";

const OURS = ["bas.event", "bas.work.task"];

/** Events and tasks do not use core's activities, so their groups have no activity view. */
patch(ActivityMenu.prototype, {
    availableViews(group) {
        const views = super.availableViews(...arguments);
        return OURS.includes(group.model) ? views.filter(([, type]) => type !== "activity") : views;
    },
});
