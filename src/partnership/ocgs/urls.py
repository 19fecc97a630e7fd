app_name = "ocgs"
urlpatterns = []
