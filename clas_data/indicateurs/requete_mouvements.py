"""What the one query of movements is made of, from the declarations of the catalogue."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from clas_data.indicateurs import calcul
from clas_data.indicateurs.calcul import Filtres
from clas_data.indicateurs.catalogue import COLONNES_AXES, Indicateur
from clas_data.tables import modeles

DEMANDES = "demandes"  # where the request says that an action is
PRECISION = "decimal(38, 6)"  # amounts are added exactly; hours beyond are rounded once, per action

RAPPORT = "decimal(38, 9)"


def par_collectif(ind: Indicateur, par: str | None, ou: Filtres) -> bool:
    """True where the rows of one action may be in several cases: the niveau of each collectif."""
    return bool(calcul.SANS_REPONSE.get(ind.table, set()) & {par, *ou})


def fragments(
    inds: Sequence[Indicateur], par: str | None, ou: Filtres, conditions: str
) -> dict[str, str]:
    """The pieces of `requetes/mouvements.sql` for these indicators, this axis, these filters."""
    axe = COLONNES_AXES.get(par, par) if par else "null"
    commun = {
        "conditions": conditions,
        "axe": axe,
        "tout": "grouping(valeur) = 1" if par else "true",
        "valeur": "valeur" if par else "null",
        "groupes": _groupes("paire, indicateur, nature", "valeur", par),
    }
    rapport = {
        **commun,
        "tout": "grouping(place) = 1" if par else "true",
        "valeur": "place" if par else "null",
        "groupes": _groupes("rapporte, paire, ici", "place", par),
    }
    lues = "lues" if par or ou else "lues_sur_place"
    tables: dict[str, list[Indicateur]] = defaultdict(list)
    for ind in inds:
        tables[ind.table].append(ind)
    sources = {
        t: "collectifs" if par_collectif(i[0], par, ou) else DEMANDES for t, i in tables.items()
    }
    par_table = {
        t: ratios for t, i in tables.items() if (ratios := [x for x in i if not x.additif])
    }
    return {
        **{k: commun[k] for k in ("tout", "valeur", "groupes")},
        "apports": _union(
            _morceau("apports", table=t, source=sources[t], **_apports(i), **commun)
            for t, i in tables.items()
        ),
        "interroges": _union(
            _morceau("interroges", table=t, population=p, questions=q)
            for (t, p), q in _questions(inds).items()
        ),
        "mouvements": _morceau("deplacements", places=_places(sources, commun))
        if par or ou
        else _morceau("sur_place"),
        "lues": "".join(
            _morceau(lues, table=t, source=sources[t], **_rapports(i), **commun)
            for t, i in par_table.items()
        ),
        "rapports": _union(
            _morceau("rapports", table=t, **_rapports(i), **rapport) for t, i in par_table.items()
        )
        or modeles.read("mouvements", "sans_rapport"),
    }


def _places(sources: Mapping[str, str], commun: Mapping[str, str]) -> str:
    """The cases of each action, as its request says, or each of its collectifs."""
    autres = {s: s for s in sources.values() if s != DEMANDES}
    lues = {DEMANDES: "agrements", **autres}
    return _union(_morceau("places", source=s, table=t, **commun) for s, t in lues.items())


def _groupes(toujours: str, case: str, par: str | None) -> str:
    """In all and, where there is an axis, in each of its cases."""
    return f"grouping sets (({toujours}, {case}), ({toujours}))" if par else toujours


def _morceau(nom: str, **mots: str) -> str:
    return modeles.read("mouvements", nom).format(**mots)


def _union(morceaux: Iterable[str]) -> str:
    return "union all\n".join(morceaux)


def _apports(inds: Sequence[Indicateur]) -> dict[str, str]:
    """What the rows of one action add up to, for each indicator; of a ratio, only that they are."""
    return {
        "mesures": ", ".join(f"{i.mesure if i.additif else 'null'} as {i.id}" for i in inds),
        "montants": ", ".join(
            f"struct_pack(indicateur := '{i.id}', montant := cast({i.id} as {PRECISION}))"
            for i in inds
        ),
    }


def _rapports(inds: Sequence[Indicateur]) -> dict[str, str]:
    return {
        "mesures": ", ".join(
            f"cast({i.mesure} as {RAPPORT}) as {i.id}, {_base(i)} as base_{i.id}" for i in inds
        ),
        "montants": ", ".join(
            f"struct_pack(indicateur := '{i.id}', rapport := {i.id}, base := base_{i.id})"
            for i in inds
        ),
        "noms": ", ".join(f"'{i.id}'" for i in inds),
    }


def _base(ind: Indicateur) -> str:
    """How many actions a ratio rests on, those whose rows count; not counted where these are those
    who answered.
    """
    if not ind.reponse or ind.retenues == ind.reponse:
        return "cast(null as bigint)"
    return f"count(distinct code_action) filter (where {ind.retenues})"


def _questions(inds: Sequence[Indicateur]) -> dict[tuple[str, str], str]:
    """(mart, which of its rows are asked) → whether each answered. Of what the commission decides,
    everyone answers.
    """
    groupes: dict[tuple[str, str], list[str]] = defaultdict(list)
    for i in inds:
        decide = i.table == "agrements" and not i.reponse
        groupes[("agrements", i.retenues) if decide else ("actions", "true")].append(
            f"struct_pack(indicateur := '{i.id}', dit := coalesce(({i.reponse or 'true'}), false))"
        )
    return {g: ", ".join(q) for g, q in groupes.items()}
