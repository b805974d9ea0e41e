import { registry } from "@web/core/registry";
import { calendarView } from "@web/views/calendar/calendar_view";
import { BoardController } from "./board_controller";
import { BoardModel } from "./board_model";
import { BoardRenderer } from "./board_renderer";

registry.category("views").add("bas_board", {
    ...calendarView,
    Controller: BoardController,
    Model: BoardModel,
    Renderer: BoardRenderer,
});
