"""Addresses of logging in, of one's own account, and of the accounts' administration."""

from django.urls import path

from accounts.views import changes, login, organisations, profile, users

app_name = "accounts"

urlpatterns = [
    path("login/", login.LoginView.as_view(), name="login"),
    path("logout/", login.LogoutView.as_view(), name="logout"),
    path("links/", login.LinkRequestView.as_view(), name="link_request"),
    path("links/<str:token>/", login.LinkLoginView.as_view(), name="link_login"),
    path("second-factor/", login.SecondFactorView.as_view(), name="second_factor"),
    path("resend/", login.resend, name="resend"),
    path("password/", login.PasswordChangeView.as_view(), name="password_change"),
    path("password/<uidb64>/<token>/", login.PasswordSetView.as_view(), name="password_set"),
    path("", profile.ProfileView.as_view(), name="profile"),
    path("users/", users.UserListView.as_view(), name="user_list"),
    path("users/new/", users.UserCreateView.as_view(), name="user_create"),
    path("users/<int:pk>/", users.UserDetailView.as_view(), name="user_detail"),
    path("users/<int:pk>/edit/", users.UserUpdateView.as_view(), name="user_update"),
    path("users/<int:pk>/roles/", users.user_grant, name="user_grant"),
    path("users/<int:pk>/activate/", users.user_activate, name="user_activate"),
    path("users/<int:pk>/erase/", users.UserEraseView.as_view(), name="user_erase"),
    path("users/<int:pk>/invite/", users.user_invite, name="user_invite"),
    path("users/<int:pk>/second-factor/reset/", users.user_reset_second_factor, name="user_reset_second_factor"),
    path("roles/<int:pk>/revoke/", users.role_revoke, name="role_revoke"),
    path("changes/", changes.ChangeListView.as_view(), name="change_list"),
    path("changes/<int:pk>/confirm/", changes.change_confirm, name="change_confirm"),
    path("changes/<int:pk>/stop/", changes.change_stop, name="change_stop"),
    path("organisations/", organisations.OrganisationListView.as_view(), name="organisation_list"),
    path("organisations/new/", organisations.OrganisationFormView.as_view(), name="organisation_create"),
    path("organisations/<int:pk>/", organisations.OrganisationDetailView.as_view(), name="organisation_detail"),
    path("organisations/<int:pk>/edit/", organisations.OrganisationFormView.as_view(), name="organisation_update"),
    path("organisations/<int:pk>/memberships/", organisations.membership_approve, name="membership_approve"),
    path("memberships/<int:pk>/revoke/", organisations.membership_revoke, name="membership_revoke"),
]
