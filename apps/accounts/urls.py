from django.urls import path

from apps.accounts.views import FirstAdminView, SignupView

urlpatterns = [
    path("signup/", SignupView.as_view(), name="account_signup"),
    path("first/<str:token>/", FirstAdminView.as_view(), name="first_admin"),
]
