/**
 * Ends this process when the supervisor that started it is gone, even if that one was killed without a chance to
 * say so: the channel between them breaks with it. The process first gets SIGTERM, so that its ordinary stop runs,
 * and ends hard after `grace` milliseconds. Started by hand, without a supervisor, nothing happens.
 */
export function endWithParent(grace = 3_000): void {
  if (process.send === undefined) return
  process.once('disconnect', () => {
    setTimeout(() => process.exit(1), grace).unref()
    process.kill(process.pid, 'SIGTERM')
  })
  process.channel?.unref()
}
