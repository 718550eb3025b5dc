"""The application: `streamlit run dashboard.py` serves the frame, a health route, and what every response must carry.

The script that Streamlit runs is `clas_data/ui/cadre.py`, which does not sit beside `pages/`: nothing there is
discovered by itself, and no page can be reached without the frame.
"""

from __future__ import annotations

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import Route

from clas_data.ui import serveur

app = st.App(
    serveur.CADRE,
    lifespan=serveur.prepare,
    routes=[Route("/sante", serveur.health), Route("/contours/{empreinte}/{maille}.geojson", serveur.outlines)],
    middleware=[Middleware(serveur.Headers), Middleware(serveur.FrenchPage)],
    on_script_error=serveur.on_script_error,
)
