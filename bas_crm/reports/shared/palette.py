#: core's colours of records, as in its style sheet ($o-colors)
PALETTE = (
    '#a2a2a2', '#ee2d2d', '#dc8534', '#e8bb1d', '#5794dd', '#9f628f', '#db8865', '#41a9a2', '#304be0', '#ee2f8a', '#61c36e',
    '#9872e6')
