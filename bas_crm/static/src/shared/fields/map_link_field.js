import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { Component } from "@odoo/owl";

/** An address that opens on the map; on a phone, in the navigation app. */
export class MapLinkField extends Component {
    static template = "bas_crm.MapLinkField";
    static props = { ...standardFieldProps };

    get address() {
        return this.props.record.data[this.props.name] || "";
    }

    get href() {
        return `https://maps.google.com/maps?q=${encodeURIComponent(this.address)}`;
    }
}

registry.category("fields").add("bas_map_link", {
    component: MapLinkField,
    supportedTypes: ["char"],
});
