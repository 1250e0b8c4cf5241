import { ActionButton } from '@react-spectrum/s2/ActionButton'
import { Button } from '@react-spectrum/s2/Button'
import UserAvatar from '@react-spectrum/s2/icons/UserAvatar'
import { LinkButton } from '@react-spectrum/s2/LinkButton'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { failureOf } from '../../http.ts'
import { exportUsers, userPage, type AskedUsers } from '../../queries/users.ts'
import { useAct } from '../../queries/useAct.ts'
import { useOpenDialog } from '../../shell/openDialog.tsx'
import { useSession } from '../../shell/useSession.ts'
import { Content, Hint, Row, Stack } from '../../ui/layout.tsx'
import { Notice } from '../../ui/Notice.tsx'
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
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => void loadToasts(), [])

  const apply = (next: AskedUsers) => {
    // The same question once more is not another address, but things may have happened since.
    void list.refetch()
    void navigate({ search: { ...next, sort, order }, resetScroll: false })
  }
  const sortBy = (next: Pick<AskedUsers, 'sort' | 'order'>) =>
    void navigate({ search: (previous) => ({ ...previous, ...next, page: undefined }), resetScroll: false })
  const turnTo = (page: number) => {
    void navigate({ search: (previous) => ({ ...previous, page: page === 1 ? undefined : page }), resetScroll: false })
    // The button may be of no more use there; reading goes on from here.
    heading.current?.focus()
  }

  return (
    <>
      <PageHeader eyebrow="People" title="Users" icon={<UserAvatar />} onHelp={() => openDialog('help')} />
      <Content>
        <Row>
          <LinkButton variant="accent" href={newUser.pathname + newUser.searchStr}>
            Add user
          </LinkButton>
        </Row>
        <UserFilters filter={filter} onApply={apply}>
          <Export filter={filter} />
        </UserFilters>
        {list.error && (
          <Notice variant="negative" title="The users cannot be shown" level={2} isLive>
            <Stack>
              <span>{list.error.message}</span>
              {list.error.code !== 'invalid' && (
                <Button variant="secondary" isPending={list.isFetching} onPress={() => void list.refetch()}>
                  Try again
                </Button>
              )}
            </Stack>
          </Notice>
        )}
        {list.isPending && <Hint>Looking for users…</Hint>}
        {list.data && (
          <UserTable
            list={list.data}
            filter={filter}
            page={page}
            headingRef={heading}
            onSort={sortBy}
            onTurn={turnTo}
          />
        )}
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
