/** Whence an act comes that somebody carries out on the server itself. */
export const COMMAND_LINE = { address: '', userAgent: 'Command line of the server' }
