app_name = "threats"
urlpatterns = []
