"""The first page of a sitting: the requests, what each may cost at most, the total against the
envelope.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from clas_data import formats
from clas_data.formats import ponctuer
from clas_data.restitutions.fiche import montants, motifs, seance
from clas_data.restitutions.fiche.dossier import Dossier
from clas_data.restitutions.fiche.seance import Prise, Seance

COLONNES = ("Page", "Code", "Action", "Porteur", "Coll.", "Au plus", "À discuter", "Décision")


def composer(d: Dossier, codes: Sequence[str], s: Seance) -> dict[str, Any]:
    """What the first page says, as words; `codes`: the requests of the document, in its order."""
    demandes = d.demandes[d.demandes["campagne"] == d.campagne].set_index("code_action")
    couts = montants.au_plus_c(d)
    lignes = [_ligne(code, demandes.loc[code].to_dict(), d, couts, s) for code in codes]
    collectifs = [_collectifs(demandes.loc[c].to_dict()) for c in codes]
    connus = [couts[c] for c in codes if c in couts]
    accordes = [p.montant_c or 0 for c, p in s.prises.items() if c in codes]
    return {
        "colonnes": list(COLONNES),
        "lignes": lignes,
        "total": [
            formats.pluriel(len(codes), "demande"),
            "",
            formats.nombre(sum(collectifs)),
            _euros(sum(connus)) if connus else formats.ND,
            "",
            formats.pluriel(len(accordes), "notée") if accordes else "",
        ],
        "comptes": _comptes(sum(connus) if connus else None, accordes, s, len(codes), d),
        "note": ponctuer(
            "« Au plus » : la Ps au prix plafond et les bonus demandés, sur les collectifs "
            "demandés. « À discuter » : les raisons de la fiche."
        ),
    }


def decision(s: Seance, code: str) -> dict[str, Any]:
    """The box that the commission fills: the decisions, the one noted, its amount."""
    p = s.prises.get(code)
    return {
        "choix": [[d, bool(p) and p.decision == d] for d in seance.decisions()],
        "montant": _accorde(p) if p else "",
        "remarque": p.remarque if p else "",
    }


def _ligne(code: str, demande: dict, d: Dossier, couts: Mapping[str, int], s: Seance) -> list[str]:
    p = s.prises.get(code)
    raisons = [motifs.declares()[n]["titre"] for n in motifs.noms(motifs.lister(d, code))]
    qui = [demande[c] for c in ("porteur_nom", "commune_nom")]
    intitule = "" if formats.inconnu(demande["intitule"]) else str(demande["intitule"])
    return [
        "",  # its page, that the layout knows
        code,
        intitule,
        ", ".join(str(v) for v in qui if not formats.inconnu(v) and v),
        formats.nombre(_collectifs(demande)),
        _euros(couts[code]) if code in couts else formats.ND,
        ", ".join(raisons),
        "" if p is None else ", ".join(m for m in (p.decision, _accorde(p)) if m),
    ]


def _accorde(p: Prise) -> str:
    return "" if p.montant_c is None else _euros(p.montant_c)


def _collectifs(demande: dict) -> int:
    """Those asked, else those agreed."""
    for c in ("collectifs_demandes", "collectifs_agrees"):
        if not formats.inconnu(demande[c]):
            return int(demande[c])
    return 0


def _comptes(
    demande_c: int | None, accordes: Sequence[int], s: Seance, n: int, d: Dossier
) -> list[list[str]]:
    """Rows of (what, amount): the envelope, what is asked, the difference, what is granted."""
    enveloppe = s.enveloppe_c
    rangs = [
        ["Enveloppe de la séance", "à fixer" if enveloppe is None else _euros(enveloppe)],
        ["Demandé au plus", formats.ND if demande_c is None else _euros(demande_c)],
    ]
    if enveloppe is not None and demande_c is not None:
        ecart = enveloppe - demande_c
        mots = "Il manquerait" if ecart < 0 else "Il resterait"
        rangs.append([mots, _euros(abs(ecart))])
    if accordes:
        rangs.append([f"Accordé ({len(accordes)} sur {n})", _euros(sum(accordes))])
        if enveloppe is not None:
            rangs.append(["Reste de l'enveloppe", _euros(enveloppe - sum(accordes))])
    if n < len(d.codes):
        rangs.append(["Demandes de la campagne hors de ce document", str(len(d.codes) - n)])
    return rangs


def _euros(centimes: int) -> str:
    return formats.euros(centimes / 100)
