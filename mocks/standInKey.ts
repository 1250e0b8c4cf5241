/**
 * The private key of the stand-in in the browser, PKCS#8 in base64. It is public and protects nothing: in the demo one
 * page is both ends of a sign-on. It is made in advance because the demo's settings contain its certificate, and making
 * a key in each tab would delay every visit.
 */
export const STAND_IN_KEY =
  'MIIEvgIBADANBgkqhkiG9w0BAQEFAASCBKgwggSkAgEAAoIBAQCuW3IKkvxTgADjTBdiv7uqDrXHddRlYQ8s2SbDW6mbU6fJ4lir5NvJgIpNLTvj' +
  '2tFiY+fYdl4CzLPV53BWOrKhEKU1AUjrYrSHqZHZKBM2jzAsrcB/mV9W21OiCZftt6nCY+kCH1lBQqXRulnK26c4ETCReCCPlMk8FDi6yjBUPLW9' +
  'KdFY1YivKlo0qj94XdodjYotF8rQl5YV747SNhPguKcIMypqYPN2qGS2x/UfPEmmoIzU5BU1ZN1Wd1HoK50z28lifj0dkjjb5g9WQHc+qW/sxeVP' +
  'zmh/23TeH3dvQDKH0vGBH0jKKkzhO+w0vZflrfOkHgm0nn4fjb/HXA0NAgMBAAECggEADKjiHmduv8dXCSnwtsBSKXZY94sUKWpDNk/sExo4Nel8' +
  'kNmI864x0S8um4zxwMkWE+1KG7r4d36SfjEIRJKNfsldHXyi5Uhs8D69MsXIo1kBN/VDuWAS/pT9PRIyQFXqEw27EObizay/qns74tFREm6ZFq7g' +
  'ulwkwmJ7fgCJQsxosh2o3GvB63b6cKc1N11CjmlyH5/QTpoOecmYngZUSwjF4+FK/WTVApYhx6hQDIXwBKeBxYjrlhKymD9BD73MhypMWlJ3lQhk' +
  'nXA6Bp1fl39MTdZfbV53HoFzsSFV08k2WgJCgBNV+FED95lQbjan10fMqp8r/ZidQKMEUo5UcQKBgQDyp99/rA4GXEE9cZ4nupgd+px8N3igc/f0' +
  'ZVDX+IM2ELg6GwZRthw8KKEnLkVebNXwWs5EGcYXCQ7d9rwFH0PVGjDTBHp7BEkbyLR34vD6oMtlJeBSzQRekj3o1miN1sWGF0khM9ouJsJ3MZvP' +
  'O3oXyS0csDI9O71ozg3C2wb8NQKBgQC38g9iUjrqVMyM7LTI7DOmQhc/4XNgkXzmiJAqucyQpVzh2WT3Hf3zBoXBMH2nrdrENzcbPfi7HR9iEfld' +
  '5JebgNXyRadWa9BT/EHXNcwgcKD28eYtP8n8UZiWP1c1EX8oim+xrCcAWXy/PvTROVVAQYk1SuwCA56tXcBjDj54eQKBgEHn5oQ+rvB7ThzqJxKT' +
  'U42Q67+xMUojNU1j1zlRfhHJKMBfZq/6zmBoiJyjrKOg29qUT0Gf3nWTOD6BLUAW5c2Td39Y0AtpdpHdSWbmdJ0d3yBx0SOsG2u0PKxoz6z2kF+D' +
  'I5GpC7FNRbQp/S+j791V/rK0CHEpMKCuln4+Dv+hAoGBAJWJpVQLAXZK5deS/w1waDS6+eemwoM5A07uqjTxwwm8RRwd/WSf7zlIjigV4bEVNwnY' +
  '0WXGJZUIAeFaN11LXqy+Oi+wzG8HSt9b7bKlO4MLzO+0i6kxeGU1eFR8vcqYpMUydcb86t/v3+ghqCkG8PVB0eePNvoUM0VBOAvPIp4RAoGBANMJ' +
  'NBuxIH5G0Kmu2kj1t0F+hZlRzAM9bcPx05/R8JAQplZzWsfnOOj99DrW2+BEGK/wLE0Z2i8spWhH545Bu9QBlkCQdIZrLUizf/48Pf5fbUtvHDB9' +
  'lpQi7/pyzO5yyFOmzCG8CvPn7r6lDQuac4SWC3tUcqVhZiSiJEXYUIc2'
