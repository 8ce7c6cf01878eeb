"""Ordering, following and activating."""

from django.urls import path

from budstikke.issuer.doors.order.activating import activate, activated
from budstikke.issuer.doors.order.conditions import conditions
from budstikke.issuer.doors.order.ordering import order, receipt
from budstikke.issuer.doors.order.other_way import number, read, switch
from budstikke.issuer.doors.order.status import another_letter, refund, status

app_name = "order"
urlpatterns = [
    path("order/", order, name="order"),
    path("order/receipt/", receipt, name="receipt"),
    path("order/status/", status, name="status"),
    path("order/refund/", refund, name="refund"),
    path("order/letter/", another_letter, name="letter"),
    path("order/way/", switch, name="switch"),
    path("order/reading/", read, name="reading"),
    path("order/reading/number/", number, name="number"),
    path("conditions/", conditions, name="conditions"),
    path("conditions/<slug:edition>/", conditions, name="conditions_of"),
    path("activate/", activate, name="activate"),
    path("activate/done/", activated, name="activated"),
]
