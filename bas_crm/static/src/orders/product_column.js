import { saleOrderLineProductField } from "@sale/js/sale_product_field";
import { registry } from "@web/core/registry";

// Core keeps 240 px for the product whatever else is in the table; so the amount fell off the screen of our order.
registry.category("fields").add("bas_sol_product_many2one", { ...saleOrderLineProductField, listViewWidth: [160, 400] });
