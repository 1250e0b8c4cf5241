import { expect, test } from 'vitest'
import { openApiDocument } from '#src/api/workfront/openApi.ts'
import { ApiDescription } from './apiReference.ts'

test('the reference can show the document that the backend makes', () => {
  const document: unknown = JSON.parse(JSON.stringify(openApiDocument()))
  const { paths, components } = ApiDescription.parse(document)
  expect(Object.keys(paths)).toContain('/user/search')
  expect(Object.keys(components.schemas)).toEqual(['User', 'UserEdit', 'LoggedIn', 'Failure'])
})
