/** Whether a host name, as an address has it, is one that browsers look up on their own machine only. */
export const isLoopbackName = (hostname: string): boolean =>
  /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)
