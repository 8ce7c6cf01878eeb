"""The addresses of the post service as the desk sees them: its sign-in, and not the counter's, is the sign-in."""

from django.urls import include, path

from budstikke.wiring.post_urls import handler400, handler403, handler404, handler500
from budstikke.wiring.post_urls import urlpatterns as of_the_post

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

# Of several addresses of one name the last is the one that is written.
urlpatterns = [*of_the_post, path("desk/", include("budstikke.post.doors.desk.urls"))]
