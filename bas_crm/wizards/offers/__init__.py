from . import (
    mail_compose_message,
    offer_choice,
)
