import { queryOptions } from '@tanstack/react-query'
import { Home } from '#src/domain/attention.ts'
import { send } from '../http.ts'

/** What needs the viewer's attention. */
export const home = () => queryOptions({ queryKey: ['home'], queryFn: () => send('GET', '/home', Home) })
