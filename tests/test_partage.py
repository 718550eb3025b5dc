"""The packages that départements exchange: what is refused, what is added up, what nobody finds."""

from __future__ import annotations

import io
import random
import zipfile

import numpy as np
import pytest

from clas_data.config import Installation
from clas_data.exemples.depots import DOSSIER
from clas_data.fichiers.feuilles import Depot
from clas_data.fichiers.paquets import etat, paquet, sceau
from clas_data.indicateurs import catalogue, definitions
from clas_data.nation import chiffres
from clas_data.partage import depot, ensemble, secret_tenu
from clas_data.partage.ensemble import Part
from clas_data.tables import base, sauvegarde
from clas_data.tables.restauration import restaurer
from tests import paquets
from tests.commande import json_de, lancer
from tests.outils import CAMPAGNE
from tests.paquets import MOI, changer, de, deposer, dire, recu
from tests.test_ouvertes import exporter

COMPTE, RAPPORT = "enfants_accompagnes", "part_filles"


@pytest.fixture(scope="module")
def export(demonstration) -> dict[str, bytes]:
    """The protected export of one campagne, as its sender has it."""
    return exporter(demonstration)


@pytest.fixture(scope="module")
def legers(export) -> dict[str, bytes]:
    """The same without its tables by axis: what is added up, and nothing to attack."""
    return {n: c for n, c in export.items() if not n.endswith("_agregats.csv")}


def sommes(inst: Installation) -> dict[str, chiffres.ChiffreExterieur]:
    """The figures of all together, by indicator."""
    tous = chiffres.connus(base.ouvrir(inst), MOI.perimetre(()), CAMPAGNE)
    return {c.indicateur: c for c in tous if c.territoire.sorte == chiffres.ENSEMBLE}


def codes(inst: Installation, *depots: Depot, **options) -> set[str]:
    p = depot.proposer(inst, depots, MOI, **options)
    return {a.code for a in p.anomalies if not p.acceptable or a.gravite == "alerte"}


def test_an_export_tells_the_two_sums_of_each_ratio_and_seals_all_it_holds(export, demonstration):
    agregats = {
        l["indicateur"]: l
        for nom, c in export.items()
        if nom.endswith("_agregats.csv")
        for l in paquets.lignes(c)
        if l["axe"] == "departement"
    }
    lues = {l["indicateur"]: l for l in paquets.lignes(export["departement.csv"])}
    dites = 0
    for i, l in lues.items():
        ind = catalogue.exiger(i)
        assert l["definition"] == definitions.signature(ind)
        if definitions.decouper(ind) is None:
            continue
        if agregats[i]["statut"] != "diffusé":
            assert l["statut"] != "diffusé" and not l["numerateur"] and not l["denominateur"], i
        elif l["numerateur"]:
            haut, bas, dit = (
                float(v.replace(",", "."))
                for v in (l["numerateur"], l["denominateur"], agregats[i]["valeur"])
            )
            assert abs(int(l["facteur"]) * haut / bas - dit) <= 0.5 * 10.0**-ind.decimales + 1e-6
            dites += 1
    assert dites > 60 and lues["actions_agreees"]["numerateur"] == "103"
    assert lues["cout_par_enfant"]["statut"] == "arrondi"  # exact, it would tell two porteurs
    assert export[sceau.SOMMES] == sceau.sceller(export)
    assert len(export[sceau.SOMMES].splitlines()) == len(export) - 1
    assert exporter(demonstration) == export


def altere(c: dict[str, bytes]) -> bytes:
    tampon = io.BytesIO(paquets.zipper(c))
    z = zipfile.ZipFile(tampon)
    lus = {n: z.read(n) for n in z.namelist()}
    lus["departement.csv"] = lus["departement.csv"].replace(b";103;", b";104;", 1)
    return paquets.zipper(lus, sceller=False)


def montrer(c: dict[str, bytes], quoi: str, valeur: str | None) -> dict[str, bytes]:
    """A masked count shown after all, or a shown one among masked ones hidden."""
    fait = []

    def faire(l: dict[str, str]) -> None:
        voulu = l["indicateur"] == COMPTE and l["axe"] == "niveau" and l["statut"] == quoi
        if voulu and not fait and valeur is not None:
            fait.append(l)
            l |= {"valeur": valeur, "statut": "diffusé" if valeur else "secret"}

    nom = next(n for n in c if n.endswith("_agregats.csv") and COMPTE.encode() in c[n])
    change = changer(c, nom, faire)
    assert fait
    return change


def gonfler(l: dict[str, str]) -> None:
    if l["indicateur"] == RAPPORT:
        l["numerateur"] = "2000"


def poser(indicateur: str, **dites: str):
    """The same package, one row of its sums told otherwise."""

    def faire(l: dict[str, str]) -> None:
        if l["indicateur"] == indicateur:
            l |= dites

    return lambda c: paquets.zipper(changer(c, "departement.csv", faire))


FAUX = {
    "paquet_valeur, huge": poser(RAPPORT, numerateur="1e300"),
    "paquet_valeur, answers": poser(RAPPORT, repondants="999999"),
    "paquet_ici, 038": lambda c: paquets.zipper(dire(de(c, "038"), nom="Ailleurs")),
    "paquet_ici, ISERE": lambda c: paquets.zipper(dire(c, nom="ISERE")),
    "paquet_altere": lambda c: altere(c),
    "paquet_membre": lambda c: paquets.zipper({**c, "../../etc/passwd": b"x"}),
    "paquet_gros": lambda c: paquets.bombe(),
    "paquet_illisible": lambda c: paquets.zipper(c)[:-4000],
    "paquet_incomplet": lambda c: paquets.zipper(
        {n: v for n, v in c.items() if n != "departement.csv"}
    ),
    "paquet_complet": lambda c: paquets.zipper(dire(c, complet=True)),
    "paquet_campagnes": lambda c: paquets.zipper(dire(c, campagnes=["2021-2022", "2022-2023"])),
    "paquet_manifeste": lambda c: paquets.zipper(dire(c, nomme="oui")),
    "paquet_seuil": lambda c: paquets.zipper(dire(c, seuil_secret=2)),
    "paquet_fictif": lambda c: paquets.zipper(dire(c, fictif=False)),
    "paquet_ici": lambda c: paquets.zipper(de(c, "38")),
    "paquet_colonne": lambda c: paquets.zipper(
        {**c, "departement.csv": c["departement.csv"].replace(b"denominateur", b"autre", 1)}
    ),
    "paquet_valeur": lambda c: paquets.zipper(
        {**c, "departement.csv": c["departement.csv"].replace(b";103;", b";-103;", 1)}
    ),
    "paquet_petit": lambda c: paquets.zipper(montrer(c, "diffusé", "3")),
    "paquet_rendu": lambda c: paquets.zipper(montrer(c, "diffusé", "")),
    "paquet_contredit": lambda c: paquets.zipper(changer(c, "departement.csv", gonfler)),
}


@pytest.mark.parametrize("code", FAUX)
def test_each_fault_of_a_package_is_refused_and_nothing_of_it_is_kept(
    demonstration_copie, export, code
):
    inst = demonstration_copie
    avant = (inst.journal.read_bytes(), sorted(inst.imports.iterdir()))
    recus = Depot("faux.zip", FAUX[code](de(export, "F9")))
    p = depot.proposer(inst, [recus], MOI)
    assert not p.acceptable and code.split(",")[0] in {a.code for a in p.anomalies}, p.anomalies
    for a in p.anomalies:
        assert a.fichier == "faux.zip" and a.message.count(" ") > 8
    assert (inst.journal.read_bytes(), sorted(inst.imports.iterdir())) == avant


def test_a_good_package_is_kept_once_and_replaced_only_when_asked(vide, export, legers):
    fichier = recu(de(export, "F1"), "f1.zip")
    p = depot.proposer(vide, [fichier], MOI)
    assert p.acceptable, [a.message for a in p.anomalies]
    dite = p.paquets[0].voix
    assert codes(vide, fichier, voix=dite.replace(" ", "").upper()) == set()
    assert codes(vide, recu(de(export, "F1", licence=""))) == {"paquet_licence"}
    assert "paquet_voix" in codes(vide, fichier, voix="0000 0000 0000 0000 0000")
    deposer(vide, de(legers, "F1"))
    autre = recu(de(legers, "F1", licence="Libre"))
    assert "paquet_deja" in codes(vide, autre)
    assert codes(vide, autre, remplacer=True) == set()
    assert "paquet_deux" in codes(vide, recu(de(legers, "F2")), recu(de(legers, "F2", fois=2)))
    assert depot.proposer(vide, [recu(de(legers, "F1"))], MOI).deja
    for code, nom in (("f1", "Ailleurs"), ("0F1", "Ailleurs"), ("F8", "FICTION F1")):
        deux = recu(dire(de(legers, code), nom=nom))
        assert codes(vide, deux, remplacer=True) == {"paquet_deux_noms"}
        assert "paquet_deux" in codes(vide, recu(dire(de(legers, "F1"), licence="Libre")), deux)


def test_another_definition_sets_its_indicator_aside_and_keeps_the_rest(vide, legers):
    def autrement(l: dict[str, str]) -> None:
        if l["indicateur"] == RAPPORT:
            l["definition"] = "0" * 12

    trois = [de(legers, f"F{n}") for n in (1, 2)]
    trois.append(changer(de(legers, "F3"), "departement.csv", autrement))
    p = depot.proposer(vide, [recu(trois[2])], MOI)
    (dite,) = [a for a in p.anomalies if a.code == "paquet_definitions"]
    assert p.acceptable and "Part de filles" in dite.message
    deposer(vide, *trois)
    assert RAPPORT not in sommes(vide) and "enfants_par_collectif" in sommes(vide)
    dit = lancer("diagnostic", racine=vide.racine).stderr
    assert "1 chiffre de paquet d'une autre définition" in dit.replace("\u00a0", " ")


def test_the_ensemble_is_a_ratio_of_sums_of_three_and_says_what_is_masked(vide, legers):
    deposer(vide, de(legers, "F1"), de(legers, "F2", fois=2))
    assert not sommes(vide)
    deposer(vide, de(legers, "F3", fois=3))
    lue = {l["indicateur"]: l for l in paquets.lignes(legers["departement.csv"])}[RAPPORT]
    attendu = 100 * (1 + 2 + 3) * float(lue["numerateur"]) / (3 * float(lue["denominateur"]))
    c = sommes(vide)[RAPPORT]
    assert c.valeur == pytest.approx(attendu) and c.repondants == 3 * int(lue["repondants"])
    assert c.territoire.nom == "ensemble des 3 départements partagés" and c.numerateur is None
    muet = changer(
        de(legers, "F4", nommer=True),
        "departement.csv",
        lambda l: (
            l["indicateur"] == RAPPORT and l.update(numerateur="", denominateur="", statut="secret")
        ),
    )
    deposer(vide, muet)
    assert sommes(vide)[RAPPORT].valeur == pytest.approx(attendu)
    dit = sommes(vide)[RAPPORT].champ.replace("\u202f", " ").replace("\u00a0", " ")
    assert dit == "3 sur 4 départements partagés, 75 % de leurs actions agréées"
    autres = json_de(
        lancer(
            *("national", "--campagne", "2020-2021", "--territoire", "ensemble", "--json"),
            racine=vide.racine,
        )
    )
    assert autres == {"campagne": "2020-2021", "lignes": []}


def test_a_backup_holds_the_packages_and_its_restoration_the_same_figures(vide, legers, tmp_path):
    deposer(vide, *(de(legers, f"F{n}", fois=n) for n in (1, 2, 3)))
    sauvegarde.sauvegarder(vide, tmp_path / "s.zip")
    autre = Installation(tmp_path / "autre")
    autre.racine.mkdir()
    restaurer(autre, tmp_path / "s.zip")
    assert sommes(autre) == sommes(vide) and etat.lire(autre) == etat.lire(vide)
    assert base.courante(autre) == base.courante(vide)


def test_the_shipped_packages_follow_the_definitions_of_here_and_hold_their_secrecy(demonstration):
    """Written again by `python -m clas_data.exemples.paquets` where a definition changes."""
    gardes = etat.lire(demonstration)
    assert len(gardes) == 20 and {g.nomme for g in gardes if g.departement == "F1"} == {True}
    recus = [Depot(p.name, p.read_bytes()) for p in sorted(DOSSIER.glob("*.zip"))]
    lus = [paquet.ouvrir(d) for d in recus]
    dits = {(l["indicateur"], l["definition"]) for p in lus for l in p.sommes}
    assert all(definitions.en_vigueur(*d) for d in dits) and all(p.fictif for p in lus)
    assert not list(secret_tenu.verifier(lus[-1]))
    assert len(sommes(demonstration)) > 60
    assert {c.statut for c in sommes(demonstration).values()} == {"fictif"}


@pytest.mark.parametrize("manque", [{"denominateur": ""}, None], ids=["one side", "no row"])
def test_who_does_not_tell_a_ratio_is_not_counted_among_those_who_do(vide, legers, manque):
    """Two anonymous départements and a named one, shown beside, would be two: each would find the
    other. A row without its denominator added its numerator alone.
    """

    def muet(c: dict[str, bytes]) -> dict[str, bytes]:
        lues = [l for l in paquets.lignes(c["departement.csv"]) if manque or not est(l)]
        for l in filter(est, lues):
            l |= manque
        return {**c, "departement.csv": paquets.table(lues)}

    def est(l: dict[str, str]) -> bool:
        return l["indicateur"] == RAPPORT

    tous = [de(legers, f"F{n}", fois=n) for n in (1, 2)]
    deposer(vide, de(legers, "N", nommer=True), *tous, muet(de(legers, "F3")))
    assert RAPPORT not in sommes(vide) and "enfants_par_collectif" in sommes(vide)
    deposer(vide, *(de(legers, f"F{n}", fois=n) for n in (4, 5, 6, 7)))
    lue = {l["indicateur"]: l for l in paquets.lignes(legers["departement.csv"])}[RAPPORT]
    fois = (1 + 1 + 2 + 4 + 5 + 6 + 7) / 7  # the named one, then those who tell it
    haut, bas = (float(lue[c].replace(",", ".")) for c in ("numerateur", "denominateur"))
    assert sommes(vide)[RAPPORT].valeur == pytest.approx(100 * fois * haut / bas)


def test_a_sum_of_fewer_than_those_who_were_counted_is_never_shown():
    """A definition that changed here since: who entered no longer tells it."""
    etapes = (("F1", "F2", "F3"),)
    nommes = [part(0, True)]
    entiers = [*nommes, part(1, False), part(2, False), part(3, False)]
    assert ensemble.choisir(entiers, etapes)[0] == entiers
    assert ensemble.choisir(entiers[:3], etapes)[0] == []


def part(n: int, nomme: bool) -> Part:
    return Part(f"F{n}", f"F{n}", nomme, 1.0, 10.0, 1, None, None, "2022-01-01")


def vecteurs(gestes: list[list[Part]], de_: int) -> np.ndarray:
    """Who is in the sum shown after each gesture; what is named is known, and taken off."""
    etapes = tuple(tuple(p.departement for p in ici if not p.nomme) for ici in gestes)
    vues = np.zeros((len(gestes), de_))
    for rang, ici in enumerate(gestes):
        for p in ensemble.choisir(ici, etapes[: rang + 1])[0]:
            if not p.nomme:
                vues[rang, int(p.departement[1:])] = 1
    return vues


def trouve(vues: np.ndarray) -> bool:
    """Whether some combination of these sums is one département alone, for anyone, or for one of
    them, which knows its own.
    """
    n = vues.shape[1]
    for sien in (None, *range(n)):
        connus = vues if sien is None else np.vstack([vues, np.eye(n)[sien]])
        rang = np.linalg.matrix_rank(connus)
        for j in set(range(n)) - {sien}:
            if np.linalg.matrix_rank(np.vstack([connus, np.eye(n)[j]])) == rang:
                return True
    return False


def test_no_departement_is_found_by_difference_whoever_comes_and_goes():
    """All that was shown after each gesture, together: arrivals one by one or at once, departures,
    returns, some of them named.
    """
    hasard, n, montrees = random.Random(17), 7, 0
    for _ in range(300):
        tous = [part(k, hasard.random() < 0.2) for k in range(n)]
        ici, gestes = [], []
        for _ in range(hasard.randrange(2, 9)):
            dehors = [p for p in tous if p not in ici]
            if dehors and (not ici or hasard.random() < 0.7):
                ici = [*ici, *hasard.sample(dehors, hasard.randint(1, len(dehors)))]
            else:
                ici = [p for p in ici if p is not hasard.choice(ici)]
            ici = hasard.sample(ici, len(ici))  # in whatever order they are thought to have come
            gestes.append(ici)
        vues = vecteurs(gestes, n)
        montrees += int(vues.any(axis=1).sum())
        assert not trouve(vues), vues
    assert montrees > 300
    assert trouve(np.array([[1, 1, 1, 0], [1, 1, 1, 1]]))  # what adding one at a time would tell
    assert trouve(np.array([[1, 1, 1, 0], [0, 1, 1, 1]]))  # or putting one in the place of another
