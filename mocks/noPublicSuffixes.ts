/** Stands in for `tldts`: no cookie of the demo names a domain, so nobody asks for its public suffix. */
export const getDomain = () => null
export const getPublicSuffix = () => null
