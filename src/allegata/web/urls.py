"""Every address of the desk. A list's twins have the same address with `.json` or `.csv` at its end."""

from django.urls import path, register_converter

from . import actors, comparing, decisions, guide, incidents, login, places, reports, tallies


class Sha256:
    """A capture's name."""

    regex = "[0-9a-f]{64}"

    def to_python(self, value: str) -> str:
        """As it is."""
        return value

    def to_url(self, value: str) -> str:
        """As it is."""
        return value


class RecordId(Sha256):
    """A record's id, as records.identify makes it."""

    regex = "[a-z]+-[0-9a-z-]+"


register_converter(Sha256, "sha")
register_converter(RecordId, "record")

urlpatterns = [
    path("", guide.start, name="start"),
    path("login", login.Login.as_view(), name="login"),
    path("login/once/<str:token>", login.once, name="once"),
    path("logout", login.Logout.as_view(), name="logout"),
    path("account", login.Password.as_view(), name="account"),
    path("incidents", incidents.listed, name="incidents"),
    path("incidents.json", incidents.listed_json, name="incidents.json"),
    path("incidents.csv", incidents.listed_csv, name="incidents.csv"),
    path("incidents/<record:incident>", incidents.one, name="incident"),
    path("incidents/<record:incident>.json", incidents.one_json, name="incident.json"),
    path("incidents/<record:incident>.csv", incidents.one_csv, name="incident.csv"),
    path("incidents/<record:incident>/grade", incidents.grade, name="grade"),
    path("incidents/<record:incident>/law", incidents.law, name="law"),
    path("reports", reports.listed, name="reports"),
    path("reports.json", reports.listed_json, name="reports.json"),
    path("reports.csv", reports.listed_csv, name="reports.csv"),
    path("reports/<sha:capture>", reports.one, name="report"),
    path("reports/<sha:capture>.json", reports.one_json, name="report.json"),
    path("reports/<sha:capture>/source/<record:record>", reports.source, name="source"),
    path("reports/<sha:capture>/source/<record:record>/page/<int:number>.png", reports.page_picture, name="page-picture"),
    path("reports/<sha:capture>/decide/<record:record>", decisions.about, name="decide"),
    path("reports/<sha:capture>/changes/<sha:other>", comparing.between, name="changes"),
    path("reports/<sha:capture>/changes/<sha:other>.json", comparing.between_json, name="changes.json"),
    path("decisions", decisions.listed, name="decisions"),
    path("decisions.json", decisions.listed_json, name="decisions.json"),
    path("decisions.csv", decisions.listed_csv, name="decisions.csv"),
    path("actors", actors.listed, name="actors"),
    path("actors.json", actors.listed_json, name="actors.json"),
    path("actors.csv", actors.listed_csv, name="actors.csv"),
    path("actors/decide/<record:match>", actors.decided, name="pair"),
    path("map", places.shown, name="map"),
    path("map.json", places.shown_json, name="map.json"),
    path("tallies", tallies.shown, name="tallies"),
    path("tallies.json", tallies.shown_json, name="tallies.json"),
    path("tallies.csv", tallies.shown_csv, name="tallies.csv"),
    path("tallies/chart.json", tallies.chart, name="chart"),
    path("how-to-read", guide.how_to_read, name="how-to-read"),
]

handler400 = "allegata.web.refusals.bad"
handler403 = "allegata.web.refusals.forbidden"
handler404 = "allegata.web.refusals.missing"
handler500 = "allegata.web.refusals.broken"
