const { DateTime } = luxon;

/**
 * The day view opens on today, unless the user has chosen a day.
 *
 * Going to another week or month does not choose a day.
 */
export const withChosenDay = (Model) =>
    class extends Model {
        setup(params) {
            super.setup(...arguments);
            this.isDayChosen = Boolean(params.isDayChosen);
        }

        get exportedState() {
            return { ...super.exportedState, isDayChosen: this.isDayChosen };
        }

        load(params = {}) {
            if (params.date) {
                // A click in the date picker sets a day together with a scale.
                this.isDayChosen = "scale" in params || this.scale === "day";
            } else if (!this.date) {
                this.isDayChosen = Boolean(params.context?.initial_date);
            }
            return super.load(params);
        }
    };

export const withDayOnToday = (Controller) =>
    class extends Controller {
        get modelParams() {
            return { ...super.modelParams, isDayChosen: this.props.state?.isDayChosen };
        }

        async setScale(scale) {
            if (scale === "day" && !this.model.isDayChosen) {
                return this.model.load({ scale, date: DateTime.local().startOf("day") });
            }
            return super.setScale(scale);
        }
    };
