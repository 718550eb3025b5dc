"""White zones: who is far from any action, and the ranked list with the reason of each rank, to
print for the conseillers.
"""

from __future__ import annotations

import streamlit as st

from clas_data import formats
from clas_data.ecrans.territoires import blanches
from clas_data.ecrans.territoires import lectures as lus
from clas_data.ecrans.territoires.etat import Etat, cliquable
from clas_data.figures.figure import Figure
from clas_data.figures.propres import zones as propres
from clas_data.formats import INSECABLE
from clas_data.territoires import eloignement
from clas_data.territoires.zones import Zones
from clas_data.ui import figure, textes


def show(etat: Etat) -> None:
    """What to keep of the list, the map, the curve, then the list: by commune."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="zones"):
        gardes = blanches.choisir()
        distance_km, habitants_min = blanches.reglages()
    z = lus.zones_blanches(
        etat.perimetre, etat.campagne, "commune", float(distance_km), float(habitants_min)
    )
    gauche, droite = st.columns([3, 2], gap="small")
    with gauche:
        _carte(etat, z)
    with droite:
        _courbe(etat, z)
        _resume(z)
    blanches.show(etat, z, gardes)


def _carte(etat: Etat, z: Zones) -> None:
    f = _dessinee(etat, z)
    figure.show(f, height="stretch", bloc=etat.bloc(**_choix(z)), **cliquable(f.cle))


def _choix(z: Zones) -> dict[str, str]:
    return {"distance_km": str(z.distance_km), "habitants_min": str(z.habitants_min)}


def _lues(etat: Etat, distance_km: str, habitants_min: str) -> Zones:
    bornes = float(distance_km), float(habitants_min)
    return lus.zones_blanches(etat.perimetre, etat.campagne, "commune", *bornes)


def composer(etat: Etat, distance_km: str, habitants_min: str) -> Figure:
    """The map of the white zones, for these bounds."""
    return _dessinee(etat, _lues(etat, distance_km, habitants_min))


def _dessinee(etat: Etat, z: Zones) -> Figure:
    return lus.garder(
        lambda: propres.blanches(
            etat.vue("commune"), z, lus.par_commune(etat.perimetre, etat.campagne)
        ),
        "blanches",
        etat.selection(),
        z.distance_km,
        z.habitants_min,
    )


def portee(etat: Etat, distance_km: str, habitants_min: str) -> Figure:
    """How many live within reach, distance by distance."""
    c = eloignement.courbe(lus.par_commune(etat.perimetre, etat.campagne))
    return propres.portee(etat.campagne, _lues(etat, distance_km, habitants_min), c)


def _courbe(etat: Etat, z: Zones) -> None:
    c = eloignement.courbe(lus.par_commune(etat.perimetre, etat.campagne))
    if c["distance_km"].notna().any():
        figure.show(propres.portee(etat.campagne, z, c), bloc=etat.bloc(**_choix(z)))


def _resume(z: Zones) -> None:
    r = z.resume
    faits = [
        f"{formats.nombre(r['communes_sans_action'])} communes sur "
        f"{formats.nombre(r['communes'])} n'ont aucune action{INSECABLE}: "
        f"{formats.nombre(r['population_sans_action'])} {z.denominateur.libelle} y vivent."
    ]
    if r["communes_qpv"] is not None:
        faits.append(
            f"{formats.nombre(r['communes_qpv_sans_action'])} des "
            f"{formats.pluriel(r['communes_qpv'], 'commune')} qui ont un quartier prioritaire "
            "n'en ont aucune."
        )
    else:
        faits.append(
            f"Communes qui ont un quartier prioritaire{INSECABLE}: {formats.ND}, la liste de "
            "cette génération n'est pas dans les référentiels."
        )
    faits.append(
        f"{formats.nombre(r['colleges_rep_sans_action'])} des "
        f"{formats.pluriel(r['colleges_rep'], 'collège')} en éducation prioritaire sont dans une "
        "commune sans action."
    )
    with st.container(key="carte_zones_resume"):
        st.html(
            '<h3 class="clas-titre">En bref</h3><ul class="clas-phrases">'
            + "".join(f"<li>{textes.in_html(f)}</li>" for f in faits)
            + "</ul>"
        )
