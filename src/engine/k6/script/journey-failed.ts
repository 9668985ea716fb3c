/** A journey cannot go on: an answer was not as expected, none came, or a socket was lost. The service's doing, not the script's. */
export class JourneyFailed extends Error {}
