"""Who asks, in which role; a Perimetre (what may be read) is obtained from an acteur and from
nowhere else.
"""

from __future__ import annotations

from dataclasses import InitVar, dataclass
from functools import cache
from pathlib import Path

from clas_data import declarations
from clas_data.errors import AccesRefuse

_CLE = object()  # held by this module only: nobody else can make a Perimetre


@dataclass(frozen=True)
class Role:
    """One role as `roles.yaml` declares it."""

    nom: str
    titre: str
    description: str
    lignes: str
    campagnes: str
    actions: frozenset[str]
    pages: frozenset[str]
    accueil: str = ""  # the page that it lands on; the first of its menu where none is said


@cache
def roles() -> dict[str, Role]:
    """All the roles, in the order of the declaration."""
    brut = declarations.read(Path(__file__).parent / "roles.yaml")
    return {
        n: Role(nom=n, **{**r, "actions": frozenset(r["actions"]), "pages": frozenset(r["pages"])})
        for n, r in brut.items()
    }


@dataclass(frozen=True)
class Perimetre:
    """What may be read: which rows (`siret`, None for all), which campagnes (None for all), and the
    name beside what porteurs write (`nommer`).

    With `agregats`, no row at all: only what `clas_data.secret` makes of them, protected. With
    `fictif`, a base of fictional rows only: a profile that anyone chooses never reads a real one,
    even where it lands while its page is drawn. Its fields are all that decides what is read, so
    that they are a cache key: two roles that may read the same have the same perimetre. Made by
    `Acteur.perimetre` and `Acteur.agregats` only.
    """

    siret: str | None
    campagnes: tuple[str, ...] | None
    nommer: bool = False
    agregats: bool = False
    fictif: bool = False
    cle: InitVar[object] = None

    def __post_init__(self, cle: object) -> None:
        if cle is not _CLE:
            raise AccesRefuse(
                "Un périmètre s'obtient d'un acteur identifié : demandez-le à Acteur.perimetre()."
            )

    def __reduce__(self):
        raise AccesRefuse(
            "Un périmètre ne se copie pas d'une session à l'autre : il se redemande à l'acteur."
        )


@dataclass(frozen=True)
class Acteur:
    """Someone identified, in one role; a porteur carries its SIRET."""

    nom: str
    role: str
    siret: str | None = None
    demonstration: bool = False

    @property
    def declaration(self) -> Role:
        if self.role not in roles():
            raise AccesRefuse(
                f"Le rôle « {self.role} » n'existe pas. Demandez à l'administration de vérifier "
                "votre compte."
            )
        return roles()[self.role]

    def peut(self, action: str) -> bool:
        return action in self.declaration.actions

    def voit(self, page: str) -> bool:
        return page in self.declaration.pages

    def exige(self, action: str) -> None:
        """Raise AccesRefuse, with the reason, unless the role holds this action."""
        if not self.peut(action):
            titres = (
                ", ".join(r.titre for r in roles().values() if action in r.actions) or "aucun rôle"
            )
            raise AccesRefuse(
                f"Le profil « {self.declaration.titre} » ne peut pas faire cela "
                f"({action.replace('_', ' ')}). Profils qui le peuvent : {titres}."
            )

    def perimetre(self, publiees: tuple[str, ...]) -> Perimetre:
        """What this acteur may read; `publiees` are the campagnes that the committee has
        published.
        """
        self.exige("voir_figures")
        role = self.declaration
        if role.lignes == "siennes" and not self.siret:
            raise AccesRefuse(
                "Ce compte de porteur n'est relié à aucun SIRET : rien ne peut lui être montré. "
                "Demandez à l'administration de le compléter."
            )
        return Perimetre(
            siret=self.siret if role.lignes != "toutes" else None,
            campagnes=None if role.campagnes == "toutes" else tuple(sorted(publiees)),
            fictif=self.demonstration,
            nommer=role.lignes == "siennes"
            or self.peut("citer_porteurs"),  # what a porteur reads, it wrote
            cle=_CLE,
        )

    def agregats(self, publiees: tuple[str, ...]) -> Perimetre:
        """The protected aggregates of the département that this acteur may read: the diffused set,
        and no row of anyone.
        """
        self.exige("voir_agregats")
        campagnes = None if self.declaration.campagnes == "toutes" else tuple(sorted(publiees))
        return Perimetre(
            siret=None, campagnes=campagnes, agregats=True, fictif=self.demonstration, cle=_CLE
        )

    def comme_porteur(self, siret: str) -> Acteur:
        """The same screen as this porteur would have it; for roles that read every row and open the
        synthèse.
        """
        self.exige("voir_comme_porteur")
        return Acteur(
            nom=f"{self.nom}, comme le porteur {siret}",
            role="porteur",
            siret=siret,
            demonstration=self.demonstration,
        )


def ligne_de_commande() -> Acteur:
    """Whoever has a shell on the installation already holds its files."""
    return Acteur(nom="ligne de commande", role="administration")


def profil_demonstration(role: str, siret: str | None = None) -> Acteur:
    """A profile that anyone can choose, offered only while every row of the base is fictional."""
    return Acteur(
        nom=f"démonstration · {roles()[role].titre}", role=role, siret=siret, demonstration=True
    )
