"""The application: `streamlit run dashboard.py` serves the door (who is asking?), the frame, a
health route, and what every response must carry.

The script that Streamlit runs is `clas_data/ui/cadre.py`, which does not sit beside `pages/`:
nothing there is discovered by itself, and no page can be reached without the frame.
"""

from __future__ import annotations

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import Route

from clas_data import ecrans
from clas_data.serveur import attente, connexion, federation, garde, hotes, profil, reponses
from clas_data.ui import erreurs

app = st.App(
    reponses.CADRE,
    lifespan=reponses.prepare(ecrans.charger),
    secrets=federation.secrets(),
    routes=[
        Route("/sante", reponses.health),
        Route("/contours/{empreinte}/{maille}.geojson", reponses.outlines),
        *connexion.routes(),
        *profil.routes(),
    ],
    middleware=[
        Middleware(reponses.Headers),
        Middleware(attente.Attente),
        Middleware(hotes.Hotes),
        Middleware(garde.Garde),
        Middleware(federation.Retour),
        Middleware(reponses.FrenchPage),
    ],
    on_script_error=erreurs.on_script_error,
)
