/** A start that can't go on for a reason the person at the terminal can mend. The message is one line naming how. */
export class LaunchFailure extends Error {
  override name = 'LaunchFailure'
}
