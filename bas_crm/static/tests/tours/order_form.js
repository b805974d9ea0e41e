import { registry } from "@web/core/registry";

const isInside = (inner, outer) => inner.getBoundingClientRect().right <= outer.getBoundingClientRect().right + 1;

/** A confirmed order at 1400 px: the amount of its lines is on the screen, no heading is cut, the buttons are in one row. */
registry.category("web_tour.tours").add("bas_crm_order_form", {
    steps: () => [
        {
            trigger: "[name=order_line] th[data-name=price_subtotal]",
            run({ anchor }) {
                const list = anchor.closest(".o_list_renderer");
                if (!isInside(anchor, list) || list.scrollWidth > list.clientWidth + 1) {
                    throw new Error(`the table of ${list.scrollWidth} px does not fit into ${list.clientWidth} px`);
                }
                const cut = [...list.querySelectorAll("th[data-name] .text-truncate, th[data-name] span")].filter(
                    (heading) => heading.scrollWidth > heading.clientWidth + 1 && heading.clientWidth
                );
                if (cut.length) {
                    throw new Error(`cut: ${cut.map((heading) => heading.innerText)}`);
                }
            },
        },
        {
            trigger: ".o_statusbar_buttons",
            async run({ anchor }) {
                // The chatter comes later than the form, and the row is measured anew.
                let below;
                for (let attempt = 0; attempt < 30; attempt++) {
                    const [first, ...others] = [...anchor.children].filter((el) => el.offsetHeight);
                    below = others.filter((el) => el.offsetTop >= first.offsetTop + first.offsetHeight / 2);
                    if (!below.length) {
                        return;
                    }
                    await new Promise((resolve) => setTimeout(resolve, 100));
                }
                throw new Error(`below the row: ${below.map((el) => el.innerText)}`);
            },
        },
    ],
});
