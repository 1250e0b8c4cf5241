import { queryOptions } from '@tanstack/react-query'
import { Home } from '#src/domain/attention.ts'
import { send } from '../http.ts'
import { homeQueries } from './queryKeys.ts'

/** What needs the viewer's attention. */
export const home = () => queryOptions({ queryKey: homeQueries, queryFn: () => send('GET', '/home', Home) })
