"""Settings of the post service."""

from budstikke.wiring.shared import SHARED, database, secret_key

globals().update(SHARED)

SECRET_KEY = secret_key("post")
DATABASES = {"default": database("post")}
INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "procrastinate.contrib.django",
    "budstikke.post.records",
]
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "no_such_module"
ROOT_URLCONF = "budstikke.wiring.post_urls"
WSGI_APPLICATION = None
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]
