import { certificateFrom } from '#src/rehearsal/demoCertificate.ts'

/**
 * A certificate of the stand-in in the browser, whose private key is in `standInKey.ts`: RSA of 2,048 bits. Every visit
 * needs one, so it is made from a template, without cryptography.
 */
const TEMPLATE =
  'MIIDPzCCAiegAwIBAgIITAAAAAAAAAAwDQYJKoZIhvcNAQELBQAwTjEbMBkGA1UEAxMSTm9ydGh3aW5kIElkZW50aXR5MRQwEgYDVQQLEwtJVCBT' +
  'ZWN1cml0eTEZMBcGA1UEChMQTm9ydGh3aW5kIFN0dWRpbzAiGA8yMDUwMDEwMTAwMDAwMFoYDzIwNTEwMTAxMDAwMDAwWjBOMRswGQYDVQQDExJO' +
  'b3J0aHdpbmQgSWRlbnRpdHkxFDASBgNVBAsTC0lUIFNlY3VyaXR5MRkwFwYDVQQKExBOb3J0aHdpbmQgU3R1ZGlvMIIBIjANBgkqhkiG9w0BAQEF' +
  'AAOCAQ8AMIIBCgKCAQEArltyCpL8U4AA40wXYr+7qg61x3XUZWEPLNkmw1upm1OnyeJYq+TbyYCKTS0749rRYmPn2HZeAsyz1edwVjqyoRClNQFI' +
  '62K0h6mR2SgTNo8wLK3Af5lfVttTogmX7bepwmPpAh9ZQUKl0bpZytunOBEwkXggj5TJPBQ4usowVDy1vSnRWNWIrypaNKo/eF3aHY2KLRfK0JeW' +
  'Fe+O0jYT4LinCDMqamDzdqhktsf1HzxJpqCM1OQVNWTdVndR6CudM9vJYn49HZI42+YPVkB3Pqlv7MXlT85of9t03h93b0Ayh9LxgR9IyipM4Tvs' +
  'NL2X5a3zpB4JtJ5+H42/x1wNDQIDAQABox0wGzAJBgNVHRMEAjAAMA4GA1UdDwEB/wQEAwIHgDANBgkqhkiG9w0BAQsFAAOCAQEAD9nkp5IVwNe6' +
  'fEbtNDXQ+6D4sM9PiI2LHxEHzqCTuTdvd82Bv9cAlxtGZLmAe0Rda+vsExjN976JDYYTuVpiUmVD3/2+mzC6yuLKQy0xZT5o4OCVHGIw6t3e3SZo' +
  'VkdlSX65I1X8gIkZyUNRR+Cepo4rvNwgf9xfVinkxSIJU49WrjGUJEtNe/aZeIzekIsE9P0QQatqAOWIlHYXIcrVRBbeQmGM3Uu6j9PILRo2LPjl' +
  'dnGN0qrTM74AYFdx89jPNukKktO5qTnJM4nZOh+HMlVWAxY3gF5xNm3W9/pu/smSW2ovgualQ6vd2lm+1yWwBTVEsYtwiDAIhZCykZMkJQ=='

export const standInCertificate = certificateFrom(TEMPLATE)
