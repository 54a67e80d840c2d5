#!/usr/bin/env python3
"""Vérifie une archive de Parterre, sans Parterre : Python 3.8 ou plus récent, et rien d'autre.

    python3 verifier.py [ARCHIVE.zip | DOSSIER] [--cle CLE]

Sans argument, le dossier où se trouve ce programme. Code de sortie : 0 si tout est bon, 1 sinon.
LISEZMOI.txt dit ce que sont les fichiers, et ce que la clé permet de contrôler de plus.
"""

import csv
import hashlib
import hmac
import json
import os
import sys
import zipfile
import zlib

FORMAT = "parterre-archive/1"
CHAINES = {"operations": "operations.jsonl", "closings": "clotures.jsonl", "journal": "journal_technique.jsonl"}
NOMS = {"operations": "l'opération", "closings": "la clôture", "journal": "l'événement"}
NATURES = {
    "sale": "vente", "free_entry": "billets gratuits", "cancellation": "annulation", "exchange": "échange",
    "reprint": "réédition", "split": "scission de commande", "payment": "encaissement", "refund": "remboursement", "entry": "entrée",
}
HORS_LISTE = ("SHA256SUMS", "hash.json")
AU_PLUS = 5


class Illisible(Exception):
    """Ce qui empêche d'aller plus loin."""


class Constat:
    """Ce qui ne va pas : au plus quelques phrases par fichier, et combien d'autres."""

    def __init__(self):
        self.par_fichier = {}

    def dire(self, fichier, phrase, ligne=None):
        ou = fichier if ligne is None else "%s, ligne %d" % (fichier, ligne)
        phrases = self.par_fichier.setdefault(fichier, [])
        if len(phrases) < AU_PLUS:
            print("✗ %s : %s" % (ou, phrase))
        phrases.append(phrase)

    def fin(self):
        for fichier, phrases in self.par_fichier.items():
            if len(phrases) > AU_PLUS:
                print("✗ %s : et %d autres anomalies" % (fichier, len(phrases) - AU_PLUS))
        return sum(len(phrases) for phrases in self.par_fichier.values())


class Archive:
    """Les fichiers d'une archive, dans un ZIP ou dans un dossier."""

    def __init__(self, chemin):
        self.zip = None
        if os.path.isdir(chemin):
            self.dossier = chemin
            noms = [nom for nom in os.listdir(chemin) if os.path.isfile(os.path.join(chemin, nom))]
            self.noms = {nom: nom for nom in noms if not nom.startswith(".")}
            return
        try:
            self.zip = zipfile.ZipFile(chemin)
        except zipfile.BadZipFile:
            raise Illisible("%s : le fichier ZIP est tronqué ou abîmé : sa table des matières manque" % chemin)
        except OSError as erreur:
            raise Illisible("%s : illisible (%s)" % (chemin, erreur.strerror))
        self.noms = {}
        for nom in self.zip.namelist():
            court = nom.split("/", 1)[-1]
            if court in self.noms:
                raise Illisible("%s : le ZIP contient deux fois %s" % (chemin, court))
            self.noms[court] = nom

    def ouvrir(self, nom):
        if nom not in self.noms:
            raise Illisible("%s : le fichier manque dans l'archive" % nom)
        return self.zip.open(self.noms[nom]) if self.zip else open(os.path.join(self.dossier, nom), "rb")

    def lire(self, nom):
        try:
            with self.ouvrir(nom) as fichier:
                return fichier.read()
        except (zipfile.BadZipFile, zlib.error, EOFError):
            raise Illisible("%s : le fichier est abîmé dans le ZIP" % nom)


def objet(archive, nom):
    try:
        return json.loads(archive.lire(nom).decode("utf-8"))
    except ValueError:
        raise Illisible("%s : le fichier n'est plus du JSON lisible" % nom)


def empreintes(archive, constat, cle):
    """Chaque fichier contre hash.json et SHA256SUMS, et avec la clé contre les HMAC et le sceau."""
    octets = archive.lire("hash.json")
    dit = objet(archive, "hash.json")
    try:
        if dit["format"] != FORMAT:
            raise Illisible("hash.json : format %s inconnu de ce programme" % dit["format"])
        attendus = {un["nom"]: un for un in dit["fichiers"]}
        empreinte, sceau = dit["empreinte"], dit["sceau"]
        if (json.dumps(dit, indent=2, ensure_ascii=False) + "\n").encode("utf-8") != octets:
            constat.dire("hash.json", "le fichier n'est pas écrit comme le logiciel l'écrit : il a été modifié")
        liste = "".join("%s  %s\n" % (un["sha256"], un["nom"]) for un in dit["fichiers"]).encode("utf-8")
    except (KeyError, TypeError):
        raise Illisible("hash.json : il y manque ce qui est attendu : le fichier a été modifié")
    for nom in sorted(set(archive.noms) - set(attendus) - set(HORS_LISTE)):
        constat.dire(nom, "fichier qui n'est pas de l'archive")
    for nom, un in attendus.items():
        if nom not in archive.noms:
            constat.dire(nom, "le fichier manque dans l'archive")
            continue
        sha256, mac, taille, lignes = hashlib.sha256(), hmac.new(cle or b"-", digestmod="sha256"), 0, 0
        try:
            with archive.ouvrir(nom) as fichier:
                for morceau in iter(lambda: fichier.read(1 << 20), b""):
                    sha256.update(morceau)
                    mac.update(morceau)
                    taille += len(morceau)
                    lignes += morceau.count(b"\n")
        except (zipfile.BadZipFile, zlib.error, EOFError):
            constat.dire(nom, "le fichier est abîmé dans le ZIP : son contenu ne correspond pas à son contrôle")
            continue
        if lignes != un["lignes"]:
            constat.dire(nom, "%d lignes attendues, %d trouvées" % (un["lignes"], lignes))
        if sha256.hexdigest() != un["sha256"] or taille != un["octets"]:
            constat.dire(nom, "l'empreinte SHA-256 n'est pas celle de hash.json : le fichier a été modifié")
        elif cle and not hmac.compare_digest(mac.hexdigest(), un["hmac"]):
            constat.dire(nom, "le HMAC n'est pas celui de la clé : le fichier a été remplacé et son empreinte recalculée")
    if archive.lire("SHA256SUMS") != liste:
        constat.dire("SHA256SUMS", "la liste n'est pas celle de hash.json")
    if hashlib.sha256(liste).hexdigest() != empreinte:
        constat.dire("hash.json", "l'empreinte de l'archive n'est pas celle de sa liste de fichiers")
    if cle and not hmac.compare_digest(hmac.new(cle, liste, "sha256").hexdigest(), sceau):
        constat.dire("hash.json", "le sceau de l'archive n'est pas celui de la clé")
    return hashlib.sha256(liste).hexdigest()


def lignes_de(archive, constat, nom, decalage=0):
    """Les lignes d'un fichier, avec leur numéro ; ce qui est abîmé arrête la lecture."""
    numero = 0
    try:
        with archive.ouvrir(nom) as fichier:
            for octets in fichier:
                numero += 1
                try:
                    yield numero, octets.decode("utf-8")
                except UnicodeDecodeError:
                    constat.dire(nom, "la ligne n'est plus de l'UTF-8", numero)
                    return
    except (zipfile.BadZipFile, zlib.error, EOFError):
        constat.dire(nom, "le fichier est abîmé dans le ZIP après cette ligne", numero + decalage)


class Controle:
    """Chaque ligne finit par un contrôle de toutes celles qui la précèdent."""

    def __init__(self, constat, nom):
        self.constat, self.nom, self.precedent = constat, nom, ""

    def suivant(self, texte):
        return hashlib.sha256(("%s\n%s" % (self.precedent, texte)).encode("utf-8")).hexdigest()[:16]

    def ligne(self, numero, texte, dit):
        bon = self.suivant(texte) == dit
        if not bon:
            self.constat.dire(
                self.nom, "la ligne a été modifiée, ou une ligne a été retirée, ajoutée ou déplacée juste avant", numero)
        self.precedent = dit
        return bon


def table(archive, constat, nom):
    """Les lignes d'un fichier CSV : numéro de ligne, et valeurs par colonne."""
    controle, colonnes = Controle(constat, nom), []
    for numero, texte in lignes_de(archive, constat, nom):
        if not texte.endswith("\r\n"):
            constat.dire(nom, "la ligne ne se termine pas comme le logiciel l'écrit (CR LF)", numero)
        texte = texte.rstrip("\r\n")
        if numero == 1:
            if not texte.startswith("\ufeff") or not texte.endswith(";controle"):
                constat.dire(nom, "la ligne de titres a été modifiée", 1)
            texte = texte.lstrip("\ufeff")
            colonnes = texte.split(";")[:-1]
            controle.precedent = controle.suivant(texte)
            continue
        corps, _, dit = texte.rpartition(";")
        controle.ligne(numero, corps, dit)
        try:
            valeurs = next(csv.reader([corps], delimiter=";", strict=True)) if '"' in corps else corps.split(";")
        except csv.Error:
            valeurs = []
        if len(valeurs) != len(colonnes):
            constat.dire(nom, "%d colonnes attendues, %d trouvées" % (len(colonnes), len(valeurs)), numero)
            return
        yield numero, dict(zip(colonnes, valeurs))


def chaine(archive, constat, nom_chaine, meta, cle):
    """Les lignes d'une chaîne : numéros sans rupture et, avec la clé, sceaux. Rend aussi le contenu lu."""
    nom = CHAINES[nom_chaine]
    bornes = meta["chaines"][nom_chaine]
    attendu, precedent = bornes["premier"], bornes["mac_precedent"]
    controle = Controle(constat, nom)
    tete = "parterre-ledger/1\n%s\n%s\n" % (meta["organisme"]["id"], nom_chaine)
    for numero, texte in lignes_de(archive, constat, nom):
        corps, separateur, fin = texte.rstrip("\n").rpartition(',"controle":"')
        controle.ligne(numero, corps, fin[:-2])
        try:
            un = json.loads(texte)
            debut = corps.index('"contenu":') + len('"contenu":')
            contenu = corps[debut:corps.rindex(',"mac":"')]
            sorte, mac = un["type"], un["mac"]
            trouve = int(un["numero"])
        except (ValueError, KeyError, TypeError):
            constat.dire(nom, "la ligne n'est plus du JSON lisible", numero)
            return
        if trouve > attendu:
            manque = "%d" % attendu if trouve == attendu + 1 else "%d à %d" % (attendu, trouve - 1)
            constat.dire(nom, "le numéro %d suit le numéro %d : il manque %s nº %s"
                         % (trouve, attendu - 1, NOMS[nom_chaine], manque), numero)
        elif trouve < attendu:
            constat.dire(nom, "le numéro %d n'est pas à sa place : %d était attendu" % (trouve, attendu), numero)
        elif cle:
            masque = hmac.new(cle, ("%s\n%d" % (nom_chaine, trouve)).encode(), "sha256").digest()
            try:
                sienne = bytes(a ^ b for a, b in zip(bytes.fromhex(un["cle_scellee"]), masque))
            except ValueError:
                sienne = b"-"
            message = "%s%d\n%s\n%s\n%s\n%s\n%s\n%s\n%s" % (
                tete, trouve, un["date"], sorte, un["commande"] or "", un["total"], un["paye"], contenu, precedent)
            if not hmac.compare_digest(hmac.new(sienne, message.encode("utf-8"), "sha256").hexdigest(), mac):
                constat.dire(nom, "%s nº %d n'est pas telle qu'elle a été scellée : modifiée, ou ce qui la précède l'a été"
                             % (NOMS[nom_chaine], trouve), numero)
        if trouve >= attendu:
            attendu = trouve + 1
        precedent = mac
        yield numero, un
    if attendu <= bornes["dernier"]:
        constat.dire(nom, "la fin manque : le dernier numéro est %d, %d était attendu" % (attendu - 1, bornes["dernier"]))
    elif attendu > bornes["dernier"] + 1:
        constat.dire(nom, "il y a des lignes de trop : le dernier numéro devait être %d" % bornes["dernier"])
    if precedent != bornes["mac_dernier"]:
        constat.dire(nom, "le dernier sceau n'est pas celui que meta.json annonce")


def mots(valeur):
    """Un texte comme les fichiers CSV l'écrivent."""
    texte = "" if valeur is None else str(valeur)
    propre, dans = [], False
    for lettre in texte:
        coupe = lettre in "\r\n\u2028\u2029"
        if not coupe:
            propre.append(lettre)
        elif not dans:
            propre.append(" ")
        dans = coupe
    texte = "".join(propre)
    return "'" + texte if texte[:1] in ("=", "+", "-", "@", "\t") and texte else texte


def centimes(texte):
    """24,00 : 2400. Rien : 0. Ce qui n'est pas un montant n'est égal à aucun."""
    try:
        return int(texte.replace(",", "") or 0)
    except ValueError:
        return None


class Somme:
    """Ce à quoi des opérations se montent, comme les clôtures le gardent."""

    NOMBRES = ("operations", "issued", "cancelled", "free", "entries", "gross", "net", "vat", "paid", "absolute")

    def __init__(self):
        self.n = dict.fromkeys(self.NOMBRES, 0)
        self.taux, self.tarif, self.mode, self.seances = {}, {}, {}, {}
        self.bordereau = {}

    def ajouter(self, un):
        n, contenu = self.n, un["contenu"]
        n["operations"] += 1
        if un["type"] == "entry":
            n["entries"] += 1
            self.seance(contenu["performance"])[5] += 1
        for ligne in contenu.get("lines") or ():
            quantite, ttc, ht, tva = ligne["quantity"], ligne["gross"], ligne["net"], ligne["vat"]
            vue = self.seance(ligne["performance"])
            if quantite == 0:
                continue
            plus, moins = max(quantite, 0), max(-quantite, 0)
            n["issued"] += plus
            n["cancelled"] += moins
            n["free"] += quantite if ligne["unit"] == 0 else 0
            n["gross"] += ttc
            n["net"] += ht
            n["vat"] += tva
            n["absolute"] += abs(ttc)
            if ligne["unit"]:
                cumuler(self.taux, ligne["rate"], (0, 0, ttc, ht, tva))
            cumuler(self.tarif, ligne["tariff"], (plus, moins, ttc, ht, tva))
            cle = (ligne["performance"], mots(ligne["zone"]), mots(ligne["tariff"]), ligne["unit"], ligne["rate"])
            cumuler(self.bordereau, cle, (plus, moins, ttc, ht, tva))
            for rang, valeur in enumerate((plus, moins, ttc, ht, tva)):
                vue[rang] += valeur
        for paiement in contenu.get("payments") or ():
            montant = paiement["amount"]
            n["paid"] += montant
            cumuler(self.mode, paiement["method"], (max(montant, 0), max(-montant, 0), montant))

    def seance(self, identifiant):
        return self.seances.setdefault(identifiant, [0] * 6)

    def fondre(self, autre):
        for nom in self.NOMBRES:
            self.n[nom] += autre.n[nom]
        for miens, siens in ((self.taux, autre.taux), (self.tarif, autre.tarif), (self.mode, autre.mode),
                             (self.bordereau, autre.bordereau), (self.seances, autre.seances)):
            for cle, valeurs in siens.items():
                cumuler(miens, cle, valeurs)


def cumuler(ou, cle, valeurs):
    connu = ou.get(cle)
    ou[cle] = list(valeurs) if connu is None else [a + b for a, b in zip(connu, valeurs)]


class Suivi:
    """Une table lue en même temps que les opérations : chaque ligne doit être celle qui est attendue."""

    def __init__(self, archive, constat, nom):
        self.constat, self.nom = constat, nom
        self.lignes = table(archive, constat, nom)
        self.rompu = False
        self.avance = None

    def regarder(self):
        if self.avance is None:
            self.avance = next(self.lignes, None)
        return self.avance

    def prendre(self):
        une = self.regarder()
        self.avance = None
        return une

    def egal(self, attendu, quoi):
        """La ligne suivante doit dire ceci ; la première qui dit autre chose est nommée, et la suite ignorée."""
        if self.rompu:
            return
        une = self.prendre()
        if une is None:
            self.rompu = True
            self.constat.dire(self.nom, "la fin manque : %s attendue" % quoi)
            return
        numero, valeurs = une
        for colonne, valeur in attendu.items():
            trouve = valeurs.get(colonne)
            if (centimes(trouve or "") if isinstance(valeur, int) else trouve) != valeur:
                self.rompu = True
                self.constat.dire(self.nom, "%s : la colonne %s dit « %s », ce n'est pas ce que disent les lignes scellées"
                                  % (quoi, colonne, trouve), numero)
                return

    def finir(self):
        if self.rompu:
            return
        une = self.prendre()
        if une:
            self.constat.dire(self.nom, "ligne de trop", une[0])
            for _ in self.lignes:
                pass


def cloturer(archive, constat, meta, cle):
    """Les clôtures : chaîne, tables, suite des jours et totaux perpétuels. Rend les clôtures lues."""
    toutes, resume, detail = [], Suivi(archive, constat, "clotures.csv"), Suivi(archive, constat, "clotures_detail.csv")
    derniere = {}
    for numero, un in chaine(archive, constat, "closings", meta, cle):
        contenu, sorte = un["contenu"], un["type"]
        totaux, perpetuel = contenu["totals"], contenu["perpetual"]
        quoi = "clôture nº %d" % un["numero"]
        resume.egal({
            "numero": str(un["numero"]), "date": mots(contenu["date"]),
            "premiere_operation": str(contenu["first"]), "derniere_operation": str(contenu["last"]),
            "operations": str(totaux["operations"]), "billets_delivres": str(totaux["issued"]),
            "billets_annules": str(totaux["cancelled"]), "billets_gratuits": str(totaux["free"]),
            "entrees": str(totaux["entries"]), "ttc": totaux["gross"], "ht": totaux["net"], "tva": totaux["vat"],
            "encaisse": totaux["paid"], "perpetuel_ttc": perpetuel["gross"],
            "perpetuel_absolu": perpetuel["absolute"], "perpetuel_encaisse": perpetuel["paid"],
            "version_fiscale": mots(contenu["version"]), "auteur": mots(contenu["by"]), "mac": un["mac"],
        }, quoi)
        tete = {"cloture": str(un["numero"])}
        for taux in totaux["byRate"]:
            detail.egal(dict(tete, axe="taux", valeur=taux["rate"], ttc=taux["gross"], ht=taux["net"], tva=taux["vat"]), quoi)
        for tarif in totaux["byTariff"]:
            detail.egal(dict(tete, axe="tarif", valeur=mots(tarif["tariff"]), billets_delivres=str(tarif["issued"]),
                             billets_annules=str(tarif["cancelled"]), ttc=tarif["gross"], ht=tarif["net"],
                             tva=tarif["vat"]), quoi)
        for mode in totaux["byMethod"]:
            detail.egal(dict(tete, axe="mode", valeur=mots(mode["method"]), recu=mode["received"],
                             rendu=mode["returned"], solde=mode["amount"]), quoi)
        avant = derniere.get(sorte)
        if avant:
            for nom, source in (("gross", "gross"), ("absolute", "absolute"), ("paid", "paid")):
                if avant["perpetual"][nom] + totaux[source] != perpetuel[nom]:
                    constat.dire("clotures.jsonl", "%s : le total perpétuel ne suit pas celui de la clôture précédente"
                                 % quoi, numero)
        derniere[sorte] = contenu
        toutes.append((numero, un))
    resume.finir()
    detail.finir()
    return toutes


def comparer(constat, ligne, un, somme):
    """Une clôture contre la somme des opérations qu'elle dit contenir."""
    totaux = un["contenu"]["totals"]
    for nom in Somme.NOMBRES:
        if totaux[nom] != somme.n[nom]:
            constat.dire("clotures.jsonl", "clôture nº %d (%s) : %s vaut %d, la somme des opérations vaut %d"
                         % (un["numero"], un["contenu"]["date"], nom, totaux[nom], somme.n[nom]), ligne)
            return
    taux = {t["rate"]: [0, 0, t["gross"], t["net"], t["vat"]] for t in totaux["byRate"]}
    tarif = {t["tariff"]: [t["issued"], t["cancelled"], t["gross"], t["net"], t["vat"]] for t in totaux["byTariff"]}
    mode = {t["method"]: [t["received"], t["returned"], t["amount"]] for t in totaux["byMethod"]}
    for quoi, dit, fait in (("par taux", taux, somme.taux), ("par tarif", tarif, somme.tarif), ("par mode", mode, somme.mode)):
        if dit != fait:
            constat.dire("clotures.jsonl", "clôture nº %d (%s) : les totaux %s ne sont pas la somme des opérations"
                         % (un["numero"], un["contenu"]["date"], quoi), ligne)


def bordereau(suivi, tant_que, somme, quoi):
    """Les lignes d'un bordereau, tant qu'elles sont les siennes, contre la somme des opérations."""
    reste = dict(somme.bordereau)
    while not suivi.rompu:
        une = suivi.regarder()
        if une is None or not tant_que(une[1]):
            break
        numero, v = suivi.prendre()
        cle = (v["seance"], v["categorie"], v["tarif"], centimes(v["prix_unitaire"]), centimes(v["taux_tva"]))
        fait = reste.pop(cle, None)
        dit = [centimes(v[nom]) for nom in ("delivres", "annules", "ttc", "ht", "tva")]
        if dit != fait:
            suivi.constat.dire(suivi.nom, "%s : la ligne n'est pas la somme des opérations" % quoi, numero)
    if reste and not suivi.rompu:
        suivi.constat.dire(suivi.nom, "%s : il manque %d lignes" % (quoi, len(reste)))


def operer(archive, constat, meta, cle, clotures):
    """Les opérations : chaîne, tables qui en sont tirées, sommes contre les clôtures et les bordereaux."""
    resume, ventes = Suivi(archive, constat, "operations.csv"), Suivi(archive, constat, "journal_ventes.csv")
    caisse, entrees = Suivi(archive, constat, "journal_encaissements.csv"), Suivi(archive, constat, "entrees.csv")
    jours_csv = Suivi(archive, constat, "bordereaux_jours.csv")
    bornes = meta["chaines"]["operations"]
    dedans = [(ligne, un) for ligne, un in clotures
              if un["contenu"]["first"] >= bornes["premier"] and un["contenu"]["last"] <= bornes["dernier"]]
    jours = [(ligne, un) for ligne, un in dedans
             if un["type"] == "day" and un["contenu"]["last"] >= un["contenu"]["first"]]
    suite = bornes["premier"]
    for ligne, un in jours:
        if un["contenu"]["first"] != suite:
            constat.dire("clotures.jsonl", "clôture nº %d : commence à l'opération %d, %d était attendue"
                         % (un["numero"], un["contenu"]["first"], suite), ligne)
        suite = un["contenu"]["last"] + 1
    if suite != bornes["dernier"] + 1:
        constat.dire("clotures.jsonl", "les jours clos s'arrêtent à l'opération %d, %d était attendue" % (suite - 1, bornes["dernier"]))
    restants, faits, somme, tout, nombre = list(jours), [], Somme(), Somme(), 0

    for ligne, un in chaine(archive, constat, "operations", meta, cle):
        nombre += 1
        contenu, numero = un["contenu"], un["numero"]
        lignes, paiements = contenu.get("lines") or (), contenu.get("payments") or ()
        quoi = "opération nº %d" % numero
        if sum(l["gross"] for l in lignes) != un["total"] or sum(p["amount"] for p in paiements) != un["paye"]:
            constat.dire("operations.jsonl", "%s : total ou paye n'est pas la somme de son contenu" % quoi, ligne)
        if any(l["gross"] != l["net"] + l["vat"] or l["gross"] != l["quantity"] * l["unit"] for l in lignes):
            constat.dire("operations.jsonl", "%s : quantité, prix, hors taxe et TVA ne s'accordent pas" % quoi, ligne)
        nature = NATURES.get(un["type"], mots(un["type"]))
        resume.egal({
            "numero": str(numero), "date_utc": un["date"], "nature": nature, "canal": mots(contenu.get("channel")),
            "auteur": mots(contenu.get("by")), "session_caisse": mots(contenu.get("tillSession")),
            "commande": mots(un["commande"]), "operation_origine": mots(contenu.get("of")),
            "billets_delivres": str(sum(max(l["quantity"], 0) for l in lignes)),
            "billets_annules": str(sum(max(-l["quantity"], 0) for l in lignes)),
            "ttc": un["total"], "ht": sum(l["net"] for l in lignes), "tva": sum(l["vat"] for l in lignes),
            "encaisse": un["paye"], "mac": un["mac"],
        }, quoi)
        for l in lignes:
            ventes.egal({
                "operation": str(numero), "nature": nature, "commande": mots(un["commande"]),
                "seance": mots(l["performance"]), "spectacle": mots(l["title"]), "lieu": mots(l["venue"]),
                "categorie": mots(l["zone"]), "tarif": mots(l["tariff"]), "quantite": str(l["quantity"]),
                "prix_unitaire": l["unit"], "taux_tva": l["rate"], "ttc": l["gross"], "ht": l["net"], "tva": l["vat"],
                "billets": mots(" ".join(l["tickets"])),
            }, quoi)
        for p in paiements:
            caisse.egal({
                "operation": str(numero), "nature": nature, "commande": mots(un["commande"]),
                "paiement": mots(p["id"]), "mode": mots(p["method"]), "montant": p["amount"],
            }, quoi)
        if un["type"] == "entry":
            entrees.egal({
                "operation": str(numero), "seance": mots(contenu["performance"]), "billet": mots(contenu["ticket"]),
                "porte": mots(contenu["gate"]), "commande": mots(un["commande"]),
            }, quoi)
        somme.ajouter(un)
        while restants and numero >= restants[0][1]["contenu"]["last"]:
            ou, jour = restants.pop(0)
            comparer(constat, ou, jour, somme)
            if jour["contenu"]["lastMac"] != un["mac"]:
                constat.dire("clotures.jsonl", "clôture nº %d : son dernier sceau n'est pas celui de l'opération nº %d"
                             % (jour["numero"], numero), ou)
            le = str(jour["numero"])
            bordereau(jours_csv, lambda v: v["cloture"] == le, somme, "bordereau du %s" % jour["contenu"]["date"])
            faits.append((jour["contenu"]["first"], jour["contenu"]["last"], somme))
            tout.fondre(somme)
            somme = Somme()

    for ligne, un in dedans:
        premier, dernier = un["contenu"]["first"], un["contenu"]["last"]
        if un["type"] != "day":
            large = Somme()
            for debut, fin, du_jour in faits:
                if debut >= premier and fin <= dernier:
                    large.fondre(du_jour)
            comparer(constat, ligne, un, large)
    for suivi in (resume, ventes, caisse, entrees, jours_csv):
        suivi.finir()
    seances(archive, constat, tout)
    billets(archive, constat, bornes, tout)
    return nombre, tout


def seances(archive, constat, tout):
    lignes = Suivi(archive, constat, "bordereaux_seances.csv")
    bordereau(lignes, lambda v: True, tout, "bordereau des séances")
    lignes.finir()
    reste = dict(tout.seances)
    for numero, v in table(archive, constat, "seances.csv"):
        dit = [centimes(v[nom]) for nom in ("delivres", "annules", "ttc", "ht", "tva", "entrees")]
        if dit != reste.pop(v["seance"], None):
            constat.dire("seances.csv", "séance %s : la ligne n'est pas la somme des opérations" % v["seance"], numero)
    if reste:
        constat.dire("seances.csv", "il manque %d séances" % len(reste))


def billets(archive, constat, bornes, tout):
    """Les billets délivrés et annulés pendant la période, comptés et additionnés, contre les opérations."""
    delivres = annules = montant = 0
    for _, v in table(archive, constat, "billets.csv"):
        for colonne, signe in (("operation_delivrance", 1), ("operation_annulation", -1)):
            operation = centimes(v[colonne])
            if operation and bornes["premier"] <= operation <= bornes["dernier"]:
                montant += signe * (centimes(v["prix"]) or 0)
                delivres += signe > 0
                annules += signe < 0
    for quoi, dit, fait in (("billets délivrés", delivres, tout.n["issued"]),
                            ("billets annulés", annules, tout.n["cancelled"]), ("centimes", montant, tout.n["gross"])):
        if dit != fait:
            constat.dire("billets.csv", "%d %s, les opérations en disent %d" % (dit, quoi, fait))


def consigner(archive, constat, meta, cle):
    journal = Suivi(archive, constat, "journal_technique.csv")
    for _, un in chaine(archive, constat, "journal", meta, cle):
        journal.egal({"numero": str(un["numero"]), "date_utc": un["date"], "evenement": mots(un["type"]),
                      "auteur": mots(un["contenu"].get("by")), "mac": un["mac"]}, "événement nº %d" % un["numero"])
    journal.finir()


def verifier(chemin, cle):
    constat = Constat()
    try:
        archive = Archive(chemin)
        empreinte = empreintes(archive, constat, cle)
        meta = objet(archive, "meta.json")
        if meta.get("format") != FORMAT:
            raise Illisible("meta.json : format inconnu de ce programme")
        for faute in meta["lignes_non_conformes"]:
            constat.dire(CHAINES[faute["chaine"]], "le logiciel a trouvé, en écrivant l'archive, que %s nº %d n'était pas "
                         "telle qu'elle avait été scellée" % (NOMS[faute["chaine"]], faute["numero"]))
        nombre, tout = operer(archive, constat, meta, cle, cloturer(archive, constat, meta, cle))
        consigner(archive, constat, meta, cle)
    except Illisible as erreur:
        print("✗ %s" % erreur)
        constat.fin()
        return 1
    except (KeyError, TypeError, ValueError, AttributeError) as erreur:
        print("✗ une donnée attendue manque ou n'est pas ce qu'elle doit être (%s) : l'archive a été modifiée" % erreur)
        constat.fin()
        return 1
    fautes = constat.fin()
    print("Archive nº %s de %s, du %s au %s : %d opérations, %.2f %s TTC, %.2f %s encaissés." % (
        meta["numero"], meta["organisme"]["nom"], meta["periode"]["du"], meta["periode"]["au"], nombre,
        tout.n["gross"] / 100, meta["organisme"]["monnaie"], tout.n["paid"] / 100, meta["organisme"]["monnaie"]))
    print("Empreinte : %s" % empreinte)
    if fautes:
        print("L'archive n'est pas intacte : %d anomalie%s." % (fautes, "s" if fautes > 1 else ""))
        return 1
    if cle:
        print("Tout est bon : empreintes, sceaux, numéros, chaînes et sommes.")
    else:
        print("Tout est bon : empreintes, numéros et sommes. Sans la clé (--cle), les sceaux n'ont pas été contrôlés ;")
        print("comparez l'empreinte à celle que le journal technique a retenue pour cette archive.")
    return 0


def principal(arguments):
    chemin, cle = None, None
    while arguments:
        argument = arguments.pop(0)
        if argument in ("-h", "--help", "--aide"):
            print(__doc__.strip())
            return 0
        if argument in ("--cle", "--clé"):
            try:
                cle = bytes.fromhex(arguments.pop(0))
            except (IndexError, ValueError):
                cle = b""
            if len(cle) != 32:
                print("✗ La clé a 64 chiffres hexadécimaux.")
                return 1
        elif chemin is None:
            chemin = argument
        else:
            print("✗ Un seul fichier ou dossier à la fois.")
            return 1
    return verifier(chemin or os.path.dirname(os.path.abspath(__file__)), cle)


if __name__ == "__main__":
    # Une console étrangère à l'UTF-8 montre des signes de remplacement plutôt que de s'arrêter.
    sys.stdout.reconfigure(errors="replace")
    sys.exit(principal(sys.argv[1:]))
