import { ActionButton } from '@react-spectrum/s2/ActionButton'
import History from '@react-spectrum/s2/icons/History'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useRef } from 'react'
import { AUDIT_DAYS } from '#src/domain/audit.ts'
import { AUDIT_PAGE, MAX_EXPORTED } from '#src/domain/auditLog.ts'
import { ScreenHelp } from '../../help/ScreenHelp.tsx'
import { failureOf } from '../../http.ts'
import { Listing } from '../../lists/Listing.tsx'
import { auditLog, exportAudit, type AskedFilter } from '../../queries/audit.ts'
import { useAct } from '../../queries/useAct.ts'
import { useOpenDialog } from '../../shell/openDialog.tsx'
import { useFocusBack } from '../../shell/useFocusBack.ts'
import { useSession } from '../../shell/useSession.ts'
import { counted, number } from '../../ui/counted.ts'
import { Content, Hint } from '../../ui/layout.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { PagedList } from '../../ui/PagedList.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { loadToasts, toast } from '../../ui/toast.tsx'
import { AuditFilters } from './AuditFilters.tsx'
import { AuditTable, linkOf } from './AuditTable.tsx'

const loadDialog = () => import('./RecordDialog.tsx')
const RecordDialog = lazy(loadDialog)

const TITLE = 'Audit Logs'
const route = getRouteApi('/signed-in/setup/change-tracking/audit-logs')

/** Setup > Change Tracking > Audit Logs (reference §8.8). The filter, the page and the open record are in the address. */
export function AuditLogsPage() {
  const { action, type, user, from, to, page = 1 } = route.useSearch()
  const navigate = route.useNavigate()
  const openDialog = useOpenDialog()
  const filter: AskedFilter = { action, type, user, from, to }
  const log = useQuery(auditLog(filter, page))
  useEffect(() => void Promise.all([loadDialog(), loadToasts()]), [])

  const apply = (next: AskedFilter) => {
    // The same question once more is not another address, but things may have happened since.
    void log.refetch()
    void navigate({ search: { ...next }, resetScroll: false })
  }
  const turnTo = (page: number) =>
    void navigate({ search: (previous) => ({ ...previous, page: page === 1 ? undefined : page }), resetScroll: false })

  return (
    <>
      <PageHeader eyebrow="Change Tracking" title={TITLE} icon={<History />} onHelp={() => openDialog('help')} />
      <Content isWide>
        <AuditFilters filter={filter} onApply={apply}>
          <Export filter={filter} count={log.data?.count} />
        </AuditFilters>
        <Listing query={log} looking="Looking for records…" failure="The audit log cannot be shown">
          {({ records, count }) => (
            <PagedList
              title="Records"
              noun="record"
              page={page}
              size={AUDIT_PAGE}
              rows={records.length}
              count={count}
              turns={['Newer', 'Older']}
              onTurn={turnTo}
              none={`Nothing that was recorded in the last ${AUDIT_DAYS} days is found by these filters.`}
            >
              {(titleId) => <AuditTable records={records} titleId={titleId} />}
            </PagedList>
          )}
        </Listing>
      </Content>
      <OpenRecord />
      <ScreenHelp screen={TITLE} topic="audit-logs" />
    </>
  )
}

function Export({ filter, count = 0 }: { filter: AskedFilter; count: number | undefined }) {
  const { environment } = useSession()
  const run = useAct(exportAudit(environment))
  const failure = failureOf('The export', run.error)
  const isTooMuch = count > MAX_EXPORTED
  return (
    <>
      <ActionButton
        isPending={run.isPending}
        onPress={() => run.mutate(filter, { onSuccess: () => toast('Audit logs exported') })}
      >
        Export
      </ActionButton>
      {isTooMuch && (
        <Hint>
          An export takes the newest {number(MAX_EXPORTED)} of these {counted(count, 'record')}. Choose fewer days to
          get the rest.
        </Hint>
      )}
      {failure && (
        <Notice variant="negative" title={failure.title} level={2} isLive>
          {failure.message}
        </Notice>
      )}
    </>
  )
}

/** The record that is in the address, over the log. */
function OpenRecord() {
  const router = useRouter()
  const navigate = route.useNavigate()
  const record = route.useSearch({ select: (search) => search.record })
  const last = useRef(record)
  useEffect(() => {
    last.current = record ?? last.current
  }, [record])
  useFocusBack(record !== undefined, () => linkOf(last.current))
  const close = () => {
    if (router.state.location.state.openedDialog) router.history.back()
    else
      void navigate({ search: (previous) => ({ ...previous, record: undefined }), replace: true, resetScroll: false })
  }
  return record === undefined ? null : (
    <Suspense>
      <RecordDialog id={record} onClose={close} />
    </Suspense>
  )
}
