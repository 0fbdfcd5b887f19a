"""Sends what IntuneCD asks of Graph to the simulator. Python loads this file when its folder is in PYTHONPATH."""

import os

import requests

send = requests.Session.request


def redirected(self, method, url, **options):
    options["verify"] = os.environ["SIM_CA"]
    return send(self, method, url.replace("https://graph.microsoft.com", os.environ["SIM_URL"]), **options)


requests.Session.request = redirected
