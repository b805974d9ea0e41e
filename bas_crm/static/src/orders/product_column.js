import { saleOrderLineProductField } from "@sale/js/sale_product_field";
import { registry } from "@web/core/registry";

// Core reserves 240 px for the product, whatever other columns there are, so the amount did not fit on the screen.
registry.category("fields").add("bas_sol_product_many2one", { ...saleOrderLineProductField, listViewWidth: [160, 400] });
