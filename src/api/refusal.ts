import { ERROR_STATUS, type DomainError } from '#src/domain/errors.ts'

/** A rule's refusal as the console's API answers it. */
export function refusal({ code, message, field }: DomainError): Response {
  return Response.json({ code, message, field }, { status: ERROR_STATUS[code] })
}
