/**
 * Whether a host, as `URL` spells it, is this very machine by its name or number alone. Names below `localhost` are not:
 * they resolve to whatever the resolver says.
 */
export function isLoopback(hostname: string): boolean {
  return /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname)
}
