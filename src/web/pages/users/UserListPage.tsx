import { ActionButton } from '@react-spectrum/s2/ActionButton'
import UserAvatar from '@react-spectrum/s2/icons/UserAvatar'
import { LinkButton } from '@react-spectrum/s2/LinkButton'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'
import { USERS_PAGE } from '#src/domain/userList.ts'
import { failureOf } from '../../http.ts'
import { Listing } from '../../lists/Listing.tsx'
import { exportUsers, userPage, type AskedUsers } from '../../queries/users.ts'
import { useAct } from '../../queries/useAct.ts'
import { useOpenDialog } from '../../shell/openDialog.tsx'
import { useSession } from '../../shell/useSession.ts'
import { counted } from '../../ui/counted.ts'
import { Content, Row } from '../../ui/layout.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { PagedList } from '../../ui/PagedList.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { loadToasts, toast } from '../../ui/toast.tsx'
import { UserFilters } from './UserFilters.tsx'
import { UserTable } from './UserTable.tsx'

const route = getRouteApi('/signed-in/users')

/** Everybody whom the filter in the address leaves, a page at a time. */
export function UserListPage() {
  const { search, status, keys, since, sort, order, page = 1 } = route.useSearch()
  const navigate = route.useNavigate()
  const openDialog = useOpenDialog()
  const filter: AskedUsers = { search, status, keys, since, sort, order }
  // With the filter, to which the way back from there leads.
  const newUser = useRouter().buildLocation({
    to: '/users',
    search: { ...filter, page: page === 1 ? undefined : page, user: 'new' },
  })
  const list = useQuery(userPage(filter, page))
  useEffect(() => void loadToasts(), [])

  const apply = (next: AskedUsers) => {
    // The same question once more is not another address, but things may have happened since.
    void list.refetch()
    void navigate({ search: { ...next, sort, order }, resetScroll: false })
  }
  const sortBy = (next: Pick<AskedUsers, 'sort' | 'order'>) =>
    void navigate({ search: (previous) => ({ ...previous, ...next, page: undefined }), resetScroll: false })
  const turnTo = (page: number) =>
    void navigate({ search: (previous) => ({ ...previous, page: page === 1 ? undefined : page }), resetScroll: false })

  return (
    <>
      <PageHeader eyebrow="People" title="Users" icon={<UserAvatar />} onHelp={() => openDialog('help')} />
      <Content isWide>
        <Row>
          <LinkButton variant="accent" href={newUser.pathname + newUser.searchStr}>
            Add user
          </LinkButton>
        </Row>
        <UserFilters filter={filter} onApply={apply}>
          <Export filter={filter} />
        </UserFilters>
        <Listing query={list} looking="Looking for users…" failure="The users cannot be shown">
          {(found) => (
            <PagedList
              title={counted(found.count, 'user')}
              noun="user"
              page={page}
              size={USERS_PAGE}
              rows={found.users.length}
              count={found.count}
              turns={['Previous', 'Next']}
              onTurn={turnTo}
              none="Nobody is found by these filters."
            >
              {(titleId) => <UserTable list={found} filter={filter} titleId={titleId} onSort={sortBy} />}
            </PagedList>
          )}
        </Listing>
      </Content>
    </>
  )
}

function Export({ filter }: { filter: AskedUsers }) {
  const { environment } = useSession()
  const run = useAct(exportUsers(environment))
  const failure = failureOf('The export', run.error)
  return (
    <>
      <ActionButton
        isPending={run.isPending}
        onPress={() => run.mutate(filter, { onSuccess: () => toast('Users exported') })}
      >
        Export
      </ActionButton>
      {failure && (
        <Notice variant="negative" title={failure.title} level={2} isLive>
          {failure.message}
        </Notice>
      )}
    </>
  )
}
