from django.urls import path

from notifications import views

app_name = "notifications"
urlpatterns = [path("webhook/whatsapp/", views.whatsapp_webhook, name="whatsapp_webhook")]
