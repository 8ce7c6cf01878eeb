"""The addresses of My Page, and of putting an eID into use."""

from django.urls import path

from budstikke.issuer.doors.mypage import acts, home, set_up

app_name = "mypage"
urlpatterns = [
    path("my/", home.home, name="home"),
    path("my/use/", home.use, name="use"),
    path("my/money/", home.money, name="money"),
    path("my/contact/", acts.contact, name="contact"),
    path("my/eids/<uuid:reference>/", home.eid, name="eid"),
    # Blocking asks for no fresh proof: whoever fears for an eID shall not be kept waiting.
    path("my/eids/<uuid:reference>/block/", acts.act, {"what": "block"}, name="block"),
    path("my/eids/<uuid:reference>/<slug:what>/", acts.act, name="act"),
    path("set-up/<uuid:reference>/", set_up.set_up, name="set_up"),
    path("set-up/<uuid:reference>/key/options/", set_up.key_options, name="new_key_options"),
    path("set-up/<uuid:reference>/key/", set_up.key, name="new_key"),
]
