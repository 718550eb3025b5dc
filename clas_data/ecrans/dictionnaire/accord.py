"""What the sender of a package says of its use, and the sum that the receiver is read aloud."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from clas_data import config
from clas_data.errors import ClasError
from clas_data.fichiers.paquets import sceau
from clas_data.restitutions import emetteur
from clas_data.restitutions.ouvertes import licences
from clas_data.restitutions.ouvertes.echange import Accord
from clas_data.ui import listes, textes

AUCUNE = "Aucune"


def choisir() -> Accord:
    """Under which licence the files leave, and whether the département may be named."""
    try:
        reglee = licences.choisir("", emetteur.load(config.installation()).licence)
    except ClasError as erreur:
        st.error(textes.litteral(erreur.message), icon=":material/error:")
        return Accord()
    titre = reglee.titre if reglee else AUCUNE
    noms = list(dict.fromkeys([titre, *(l.titre for l in licences.load().values()), AUCUNE]))
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        licence = listes.choisir("Licence", noms, key="export_licence", width=320)
        nomme = st.checkbox(
            "Notre département peut être nommé à côté des autres",
            key="export_nomme",
            help="Sinon, dans une installation qui reçoit ce paquet, ses chiffres n'entrent que "
            "dans l'ensemble des départements partagés.",
        )
    return Accord(licence, nomme)


def lire_a_voix_haute(contenus: Mapping[str, bytes]) -> None:
    """The sum of what was prepared: the receiver sees the same where the files are the same."""
    empreinte = sceau.a_voix_haute(sceau.sceau(contenus[sceau.SOMMES]))
    st.caption(
        f"Empreinte : **{empreinte}**. Lisez-la à voix haute à qui reçoit ce paquet : son écran "
        "(*Données*, « Départements partagés ») doit montrer la même."
    )
