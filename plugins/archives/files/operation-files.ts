import type { OperationLine, OperationPayment } from "../../ledger/operation.ts"
import { type ArchiveFile, type Column, csvFile } from "./archive-file.ts"
import { count, words } from "./cells.ts"
import { chainFile } from "./chain-file.ts"
import type { Operation, Source } from "./source.ts"

/** The kinds of operation, as French readers are told. */
export const operationNames: Record<string, string> = {
  sale: "vente",
  free_entry: "billets gratuits",
  cancellation: "annulation",
  exchange: "échange",
  reprint: "réédition",
  split: "scission de commande",
  payment: "encaissement",
  refund: "remboursement",
  entry: "entrée",
}

/** The operations one by one, as they were sealed and for a spreadsheet, and the two journals they make. */
export function operationFiles(source: Source): ArchiveFile[] {
  const { money, rate, local } = source.writing
  const operation = "numéro de l’opération"
  const when: Column<{ operation: Operation }>[] = [
    { name: "operation", meaning: operation, cell: (row) => count(row.operation.number) },
    {
      name: "date_heure",
      meaning: "date et heure de l’enregistrement, à l’heure de l’organisme",
      cell: (row) => local(row.operation.at),
    },
    {
      name: "nature",
      meaning: "nature de l’opération",
      cell: (row) => operationNames[row.operation.kind] ?? words(row.operation.kind),
    },
    {
      name: "commande",
      meaning: "identifiant de la commande",
      cell: (row) => count(row.operation.orderId),
    },
    {
      name: "session_caisse",
      meaning: "identifiant de la session de caisse ; vide hors du guichet",
      cell: (row) => words(row.operation.about.tillSession),
    },
  ]
  const sums = ({ about: { lines = [] } }: Operation, of: (line: OperationLine) => number) =>
    lines.reduce((sum, line) => sum + of(line), 0)
  return [
    chainFile(source, {
      chain: "operations",
      name: "operations.jsonl",
      about: "Chaque opération telle qu’elle a été scellée, une par ligne, en JSON.",
      fields: operationFields,
    }),
    csvFile<Operation>({
      name: "operations.csv",
      about: "Les mêmes opérations, une par ligne, pour un tableur.",
      rows: () => source.operations(),
      columns: [
        { name: "numero", meaning: "numéro de l’opération, sans rupture", cell: (row) => count(row.number) },
        {
          name: "date_heure",
          meaning: "date et heure de l’enregistrement, à l’heure de l’organisme",
          cell: (row) => local(row.at),
        },
        { name: "date_utc", meaning: "le même instant, en temps universel", cell: (row) => row.at },
        {
          name: "nature",
          meaning: `nature de l’opération : ${Object.values(operationNames).join(", ")}`,
          cell: (row) => operationNames[row.kind] ?? words(row.kind),
        },
        {
          name: "canal",
          meaning: "online (en ligne), till (guichet), office (bureau), door (contrôle)",
          cell: (row) => words(row.about.channel),
        },
        {
          name: "auteur",
          meaning: "identifiant de l’agent (user:…) ou de l’appareil (device:…) ; vide : l’acheteur lui-même",
          cell: (row) => words(row.about.by),
        },
        {
          name: "session_caisse",
          meaning: "identifiant de la session de caisse ; vide hors du guichet",
          cell: (row) => words(row.about.tillSession),
        },
        { name: "commande", meaning: "identifiant de la commande", cell: (row) => count(row.orderId) },
        {
          name: "operation_origine",
          meaning: "numéro de l’opération qui a vendu la commande ; vide pour une vente",
          cell: (row) => count(row.about.of),
        },
        {
          name: "billets_delivres",
          meaning: "nombre de billets délivrés",
          cell: (row) => count(sums(row, ({ quantity }) => Math.max(quantity, 0))),
        },
        {
          name: "billets_annules",
          meaning: "nombre de billets annulés",
          cell: (row) => count(sums(row, ({ quantity }) => Math.max(-quantity, 0))),
        },
        {
          name: "ttc",
          meaning: "ventes moins annulations, toutes taxes comprises",
          cell: (row) => money(row.total),
        },
        {
          name: "ht",
          meaning: "le même montant hors taxe",
          cell: (row) => money(sums(row, ({ net }) => net)),
        },
        { name: "tva", meaning: "sa TVA", cell: (row) => money(sums(row, ({ vat }) => vat)) },
        { name: "encaisse", meaning: "encaissé moins rendu", cell: (row) => money(row.paid) },
        { name: "mac", meaning: "sceau de l’opération, comme dans operations.jsonl", cell: (row) => row.mac },
      ],
    }),
    csvFile<{ operation: Operation; line: OperationLine }>({
      name: "journal_ventes.csv",
      about: "Le journal des ventes : une ligne par séance, catégorie, tarif et prix de chaque opération.",
      async *rows() {
        for await (const operation of source.operations())
          for (const line of operation.about.lines ?? []) yield { operation, line }
      },
      columns: [
        ...when,
        { name: "seance", meaning: "identifiant de la séance", cell: ({ line }) => words(line.performance) },
        { name: "spectacle", meaning: "titre du spectacle", cell: ({ line }) => words(line.title) },
        {
          name: "date_seance",
          meaning: "date et heure de la séance, à l’heure de l’organisme",
          cell: ({ line }) => local(line.starts),
        },
        { name: "lieu", meaning: "lieu de la séance", cell: ({ line }) => words(line.venue) },
        { name: "categorie", meaning: "catégorie de places", cell: ({ line }) => words(line.zone) },
        { name: "tarif", meaning: "tarif", cell: ({ line }) => words(line.tariff) },
        {
          name: "quantite",
          meaning: "nombre de billets ; négatif : annulés ; 0 : réédités",
          cell: ({ line }) => count(line.quantity),
        },
        {
          name: "prix_unitaire",
          meaning: "prix d’un billet, toutes taxes comprises",
          cell: ({ line }) => money(line.unit),
        },
        { name: "taux_tva", meaning: "taux de TVA, en pour cent", cell: ({ line }) => rate(line.rate) },
        { name: "ttc", meaning: "montant toutes taxes comprises", cell: ({ line }) => money(line.gross) },
        { name: "ht", meaning: "montant hors taxe", cell: ({ line }) => money(line.net) },
        { name: "tva", meaning: "montant de la TVA", cell: ({ line }) => money(line.vat) },
        {
          name: "billets",
          meaning: "numéros des billets, séparés par une espace",
          cell: ({ line }) => words(line.tickets.join(" ")),
        },
      ],
    }),
    csvFile<{ operation: Operation; payment: OperationPayment }>({
      name: "journal_encaissements.csv",
      about: "Le journal de caisse : une ligne par paiement reçu ou rendu.",
      async *rows() {
        for await (const operation of source.operations())
          for (const payment of operation.about.payments ?? []) yield { operation, payment }
      },
      columns: [
        ...when,
        {
          name: "paiement",
          meaning: "identifiant du paiement, s’il en a un",
          cell: ({ payment }) => words(payment.id),
        },
        {
          name: "mode",
          meaning:
            "mode de paiement : cash (espèces), card (carte), cheque, voucher (bon), transfer (virement), stripe (carte en ligne), …",
          cell: ({ payment }) => words(payment.method),
        },
        {
          name: "montant",
          meaning: "montant reçu ; négatif : rendu",
          cell: ({ payment }) => money(payment.amount),
        },
      ],
    }),
    csvFile<Operation>({
      name: "entrees.csv",
      about: "L’usage des billets : une ligne par entrée contrôlée.",
      async *rows() {
        for await (const operation of source.operations()) if (operation.kind === "entry") yield operation
      },
      columns: [
        { name: "operation", meaning: operation, cell: (row) => count(row.number) },
        {
          name: "entree",
          meaning: "date et heure du contrôle à la porte, à l’heure de l’organisme",
          cell: (row) => local(row.about.entered),
        },
        { name: "seance", meaning: "identifiant de la séance", cell: (row) => words(row.about.performance) },
        { name: "billet", meaning: "numéro du billet", cell: (row) => words(row.about.ticket) },
        {
          name: "porte",
          meaning: "porte du contrôle, si elle est nommée",
          cell: (row) => words(row.about.gate),
        },
        { name: "commande", meaning: "identifiant de la commande", cell: (row) => count(row.orderId) },
      ],
    }),
  ]
}

const operationFields = [
  { name: "channel", meaning: "canal : online, till, office ou door" },
  { name: "by", meaning: "agent (user:…) ou appareil (device:…) ; null : l’acheteur" },
  { name: "tillSession", meaning: "session de caisse, ou null" },
  {
    name: "offline",
    meaning:
      "vente faite sans réseau : sa date et son heure, selon l’horloge de la caisse (UTC) ; sinon null",
  },
  { name: "of", meaning: "numéro de l’opération qui a vendu la commande ; null pour une vente" },
  { name: "lines", meaning: "billets d’un même prix" },
  { name: "lines[].performance", meaning: "identifiant de la séance" },
  { name: "lines[].title", meaning: "titre du spectacle" },
  { name: "lines[].starts", meaning: "début de la séance, en temps universel" },
  { name: "lines[].venue", meaning: "lieu" },
  { name: "lines[].zone", meaning: "catégorie de places" },
  { name: "lines[].tariff", meaning: "tarif" },
  { name: "lines[].quantity", meaning: "nombre de billets ; négatif : annulés ; 0 : réédités" },
  { name: "lines[].unit", meaning: "prix unitaire toutes taxes comprises, en centimes" },
  { name: "lines[].rate", meaning: "taux de TVA, en centièmes de pour cent" },
  { name: "lines[].gross", meaning: "montant toutes taxes comprises, en centimes" },
  { name: "lines[].net", meaning: "montant hors taxe, en centimes" },
  { name: "lines[].vat", meaning: "TVA, en centimes" },
  { name: "lines[].tickets", meaning: "numéros des billets" },
  { name: "payments", meaning: "paiements reçus ou rendus" },
  { name: "payments[].id", meaning: "identifiant du paiement, ou null" },
  { name: "payments[].method", meaning: "mode de paiement" },
  { name: "payments[].amount", meaning: "montant en centimes ; négatif : rendu" },
  { name: "performance", meaning: "pour une entrée : identifiant de la séance" },
  { name: "ticket", meaning: "pour une entrée : numéro du billet" },
  { name: "entered", meaning: "pour une entrée : instant du contrôle, en temps universel" },
  { name: "gate", meaning: "pour une entrée : porte du contrôle, ou null" },
]
