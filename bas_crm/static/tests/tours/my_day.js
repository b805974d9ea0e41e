import { registry } from "@web/core/registry";

const column = (name) => `.o_kanban_group:has(.o_column_title:contains(${name}))`;
const card = (subject) => `.o_kanban_record:contains(${subject})`;
const inColumn = (name, subject) => ({ trigger: `body:not(:has(.modal)) ${column(name)} ${card(subject)}` });
const press = (subject, control) => ({ trigger: `${card(subject)} .o_bas_agenda_${control}`, run: "click" });
const desk = (...steps) => steps.map((step) => ({ ...step, isActive: ["desktop"] }));
const phone = (...steps) => steps.map((step) => ({ ...step, isActive: ["mobile"] }));
// Core takes the handle away from a card whose move is being saved.
const drag = (subject, to) => ({ trigger: `.o_draggable:contains(${subject})`, run: `drag_and_drop (${column(to)})` });
const move = (subject, day) => [press(subject, "move"), { trigger: `.o_bas_agenda_${day}`, run: "click" }];

/** The column of next Monday, as the browser of the test runs in UTC. */
const MONDAY = new Date().getUTCDay() === 0 ? "Завтра" : "Пізніше";

/** A manager's day: a talk is finished with a next step, another is repeated, steps are moved, a lead gets its call. */
registry.category("web_tour.tours").add("bas_crm_my_day", {
    steps: () => [
        { trigger: `${column("Прострочено")} ${card("Узгодити ціну")}:contains(Світанок) .o_bas_agenda_late` },
        { trigger: `${card("Узгодити ціну")} .o_bas_agenda_call[href='tel:+380671239876']` },
        ...phone(
            { trigger: ".o_bas_agenda_tab.active:contains(Прострочено)" },
            { trigger: ".o_bas_agenda_tab[data-bucket=none]", run: "click" },
            { trigger: ".o_bas_agenda_tab.active:contains(Без наступного кроку)" },
            { trigger: ".o_bas_agenda_tab[data-bucket=overdue]", run: "click" }
        ),

        // ✓: one line of outcome; the next step is tomorrow
        press("Узгодити ціну", "done"),
        { trigger: ".modal .o_field_widget[name=outcome] input", run: "edit Погодили знижку 3 %" },
        { trigger: ".modal button[name=action_save]", run: "click" },
        inColumn("Завтра", "Узгодити ціну"),
        { trigger: `${column("Прострочено")}:not(:has(${card("Узгодити ціну")}))` },

        // ✗
        press("Нагадати про оплату", "not_reached"),
        { trigger: `${card("Нагадати про оплату")} .o_bas_agenda_attempts:contains(1)` },
        { trigger: ".o_notification:contains(Заплановано)", content: "the card is in another column, and the message says when" },

        // →|
        ...move("Підготувати зразки", "monday"),
        inColumn(MONDAY, "Підготувати зразки"),
        ...move("Обговорити заміри", "tomorrow"),
        inColumn("Завтра", "Обговорити заміри"),
        ...move("Обговорити заміри", "other_day"),
        { trigger: ".o_bas_agenda_days .o_next", run: "click" },
        { trigger: ".o_bas_agenda_days .o_date_item_cell:not(.o_out_of_range):contains(/^15$/)", run: "click" },
        inColumn("Пізніше", "Обговорити заміри"),

        // dragged, and refused
        ...desk(
            drag("Запросити на склад", "Прострочено"),
            { trigger: ".o_notification:contains(На минуле крок не планують)" },
            inColumn("Сьогодні", "Запросити на склад"),
            drag("Запросити на склад", "Пізніше"),
            inColumn("Пізніше", "Запросити на склад")
        ),

        // what nobody has planned: a lead opens in our form
        press("Столи для кафе", "who"),
        { trigger: ".o_form_view.o_bas_one_row .o_field_widget[name=stage_id]" },
        { trigger: ".o_back_button, .breadcrumb-item.o_back_button, .o_breadcrumb a", run: "click" },
        { trigger: `${column("Без наступного кроку")} ${card("Столи для кафе")} .o_bas_agenda_plan`, run: "click" },
        { trigger: `${column("Без наступного кроку")}:not(:has(${card("Столи для кафе")}))` },
        { trigger: `${card("Столи для кафе")} .o_bas_agenda_done` },

        // the customer and the document
        press("Узгодити ціну", "who"),
        { trigger: ["input", "textarea"].map((tag) => `.o_form_view .o_field_widget[name=name] ${tag}:value(Світанок)`).join(", ") },
        { trigger: ".o_back_button, .breadcrumb-item.o_back_button, .o_breadcrumb a", run: "click" },
        { trigger: `${card("Столи для кафе")} .o_bas_agenda_open`, run: "click" },
        { trigger: ".o_form_view" },
        { trigger: ".o_back_button, .breadcrumb-item.o_back_button, .o_breadcrumb a", run: "click" },

        // my plan
        { trigger: ".o_bas_my_plan:contains(0 %)", run: "click" },
        { trigger: ".o_pivot_view, .o_pivot, .o_list_view, .o_kanban_view:not(.o_bas_agenda)" },
        { trigger: ".o_back_button, .breadcrumb-item.o_back_button, .o_breadcrumb a", run: "click" },
        { trigger: ".o_bas_agenda .o_kanban_group" },
        ...desk(
            { trigger: ".o_switch_view.o_list", run: "click" },
            { trigger: ".o_list_view .o_data_row:contains(Столи для кафе)" }
        ),
    ],
});

/** A colleague was first: the card says so and goes away. */
registry.category("web_tour.tours").add("bas_crm_my_day_two_people", {
    steps: () => [
        {
            trigger: `${card("Узгодити ціну")} .o_bas_agenda_done`,
            content: "somebody else finishes the step meanwhile",
            async run() {
                const { orm } = odoo.__WOWL_DEBUG__.root.env.services;
                const [event] = await orm.search("bas.event", [["subject", "=", "Узгодити ціну"]]);
                await orm.call("bas.event", "action_done", [[event]]);
            },
        },
        press("Узгодити ціну", "done"),
        { trigger: ".modal:contains(Узгодити ціну) .modal-footer button", run: "click" },
        { trigger: `body:not(:has(.modal)) .o_kanban_renderer:not(:has(${card("Узгодити ціну")}))` },
    ],
});
