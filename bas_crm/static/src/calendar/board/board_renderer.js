import { CalendarRenderer } from "@web/views/calendar/calendar_renderer";
import { BoardColumnsRenderer } from "./board_columns_renderer";
import { BoardCommonRenderer } from "./board_common_renderer";

export class BoardRenderer extends CalendarRenderer {
    static components = {
        ...CalendarRenderer.components,
        day: BoardCommonRenderer,
        week: BoardCommonRenderer,
        month: BoardCommonRenderer,
    };

    get concreteRenderer() {
        return this.props.model.shownColumns.length ? BoardColumnsRenderer : super.concreteRenderer;
    }

    /** The grid is redrawn when other people are shown. */
    get calendarKey() {
        const ids = this.props.model.shownColumns.map(({ id }) => id);
        return [super.calendarKey, ...ids].join("_");
    }
}
