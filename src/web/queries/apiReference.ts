import { queryOptions } from '@tanstack/react-query'
import * as z from 'zod/mini'
import { readApiDescription } from '../http.ts'

/** As much of JSON Schema as the reference shows. */
export interface Schema {
  type?: string | string[] | undefined
  enum?: string[] | undefined
  const?: string | boolean | undefined
  $ref?: string | undefined
  description?: string | undefined
  anyOf?: Schema[] | undefined
  allOf?: Schema[] | undefined
  items?: Schema | undefined
  properties?: Record<string, Schema> | undefined
}
const Schema: z.ZodMiniType<Schema> = z.lazy(() =>
  z.object({
    type: z.optional(z.union([z.string(), z.array(z.string())])),
    enum: z.optional(z.array(z.string())),
    const: z.optional(z.union([z.string(), z.boolean()])),
    $ref: z.optional(z.string()),
    description: z.optional(z.string()),
    anyOf: z.optional(z.array(Schema)),
    allOf: z.optional(z.array(Schema)),
    items: z.optional(Schema),
    properties: z.optional(z.record(z.string(), Schema)),
  }),
)

const Content = z.object({ 'application/json': z.object({ schema: Schema }) })

const Operation = z.object({
  operationId: z.string(),
  summary: z.string(),
  description: z.string(),
  parameters: z.array(z.object({ name: z.string(), required: z.boolean(), description: z.string(), schema: Schema })),
  requestBody: z.optional(z.object({ content: Content })),
  responses: z.record(z.string(), z.object({ description: z.string(), content: Content })),
  'x-codeSamples': z.array(z.object({ source: z.string() })),
})
export type Operation = z.infer<typeof Operation>

/** As much of the OpenAPI document as the reference shows. */
export const ApiDescription = z.object({
  info: z.object({ title: z.string(), description: z.string() }),
  servers: z.array(z.object({ url: z.string() })),
  paths: z.record(z.string(), z.record(z.string(), Operation)),
  components: z.object({
    securitySchemes: z.record(z.string(), z.object({ in: z.string(), name: z.string(), description: z.string() })),
    schemas: z.record(z.string(), Schema),
  }),
})

export const apiReference = () =>
  queryOptions({ queryKey: ['api-reference'], queryFn: () => readApiDescription(ApiDescription), staleTime: Infinity })
