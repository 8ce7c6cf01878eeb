"""The addresses that messages about orders and the provider of payments lead to; a link bears no slash at its end."""

from django.urls import path

from budstikke.post.doors.forwarding.paid import paid
from budstikke.post.doors.forwarding.views import order

app_name = "forwarding"
urlpatterns = [
    path("paid/<str:reference>", paid, name="paid"),
    path("<str:token>", order, name="order"),
]
