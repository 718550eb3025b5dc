"""The application: `streamlit run dashboard.py` serves the door (who is asking?), the frame, a
health route, and what every response must carry.

The script that Streamlit runs is `clas_data/ui/cadre.py`, which does not sit beside `pages/`:
nothing there is discovered by itself, and no page can be reached without the frame.
"""

from __future__ import annotations

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import Route

from clas_data.ui import connexion, garde, serveur

app = st.App(
    serveur.CADRE,
    lifespan=serveur.prepare,
    secrets=connexion.secrets(),
    routes=[
        Route("/sante", serveur.health),
        Route("/contours/{empreinte}/{maille}.geojson", serveur.outlines),
        *connexion.routes(),
    ],
    middleware=[
        Middleware(serveur.Headers),
        Middleware(garde.Garde),
        Middleware(connexion.Retour),
        Middleware(serveur.FrenchPage),
    ],
    on_script_error=serveur.on_script_error,
)
