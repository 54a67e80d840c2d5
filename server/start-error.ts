/** Why Parterre can't start or go on, in one sentence for the operator. Printed without a stack; exit code 1. */
export class StartError extends Error {}
