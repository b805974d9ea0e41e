from . import (
    client, common, common_agenda, common_forgery, common_funnel, common_methods, common_moving, common_offers, common_orders,
    common_plan, common_plan_fact, common_screens, common_speed, common_world, screens,
)
from .shared import *
from .counterparties import *
from .leads import *
from .orders import *
from .offers import *
from .work_orders import *
from .calendar import *
from .activities import *
from .sales_plans import *
from .analysis import *
from .setup import *
from .moving_in import *
from .day import *
