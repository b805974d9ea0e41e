import { SignatureForm } from "@portal/signature_form/signature_form";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError, rpc } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { redirect } from "@web/core/utils/urls";

/**
 * The signature form of one variant. While the signature is being saved, its button shows this and ignores clicks.
 * The state belongs to the form, because the page has a form for each variant.
 */
export class OfferSignatureForm extends SignatureForm {
    static template = "bas_crm.OfferSignatureForm";

    setup() {
        super.setup();
        this.state.isSaving = false;
    }

    async onClickSubmit() {
        if (this.state.isSaving) {
            return;
        }
        Object.assign(this.state, { isSaving: true, error: false });
        const answer = await this.save();
        if (answer.force_refresh) {
            redirect(answer.redirect_url); // the form stays busy until the new page is loaded
            return;
        }
        Object.assign(this.state, { isSaving: false, error: answer.error });
    }

    async save() {
        const signature = this.signature.getSignatureImage().split(",")[1];
        try {
            return await rpc(this.props.callUrl, { name: this.signature.name, signature });
        } catch (error) {
            if (error instanceof ConnectionLostError) {
                return { error: _t("There is no connection. Please try again in a moment.") };
            }
            this.state.isSaving = false;
            throw error;
        }
    }
}

registry.category("public_components").add("bas_crm.offer_signature", OfferSignatureForm);
