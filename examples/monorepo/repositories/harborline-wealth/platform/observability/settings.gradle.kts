rootProject.name = "observability"

include("collector", "exporter")
