from django.urls import path

from portal import public_pages, views

app_name = "portal"
urlpatterns = [
    path("", public_pages.home, name="home"),
    path("bidang/", public_pages.sectors, name="sectors"),
    path("bidang/<slug:slug>/", public_pages.sector, name="sector"),
    path("biaya/", public_pages.costs_page, name="costs"),
    path("langkah/", public_pages.way, name="way"),
    path("asrama/", public_pages.dormitory_page, name="dormitory"),
    path("tanya-jawab/", public_pages.questions, name="questions"),
    path("kemajuan/", public_pages.progress, name="progress"),
    path("kontak/", public_pages.contact, name="contact"),
    path("lapor/", public_pages.report_fee, name="report_fee"),
    path("cek/", public_pages.check, name="check"),
    path("privasi/", public_pages.privacy, name="privacy"),
    path("sitemap.xml", public_pages.sitemap, name="sitemap"),
    path("robots.txt", public_pages.robots, name="robots"),
    path("mulai/", views.start, name="start"),
    path("sehat/", views.health, name="health"),
]
