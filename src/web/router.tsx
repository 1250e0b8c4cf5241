import type { QueryClient } from '@tanstack/react-query'
import {
  type ErrorComponentProps,
  type RouterHistory,
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  notFound,
  redirect,
} from '@tanstack/react-router'
import * as z from 'zod/mini'
import { ConsolePath } from '#src/domain/consolePath.ts'
import { ApiError } from './http.ts'
import { ErrorPage } from './pages/ErrorPage.tsx'
import { NotFoundPage } from './pages/NotFoundPage.tsx'
import { customerInfo } from './queries/customerInfo.ts'
import { ownKey } from './queries/keys.ts'
import { session } from './queries/session.ts'
import { Root } from './shell/Root.tsx'
import { SetupLayout } from './shell/SetupLayout.tsx'
import { Shell } from './shell/Shell.tsx'
import { Skeleton } from './ui/Skeleton.tsx'
import { endPageLoad, noteVisit } from './visit.ts'

/**
 * Every address of the console: what it needs first, and the page, whose code is loaded while the data is asked for.
 * A dialog that is open is in the address, so a link can open it and Back closes it.
 */
const root = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  component: Root,
  // Below it a page brings no landmark of its own: the shell has one.
  notFoundComponent: () => (
    <main>
      <NotFoundPage />
    </main>
  ),
})

/** The error page where there is no shell around it. */
const BareErrorPage = (props: ErrorComponentProps) => (
  <main>
    <ErrorPage {...props} />
  </main>
)

/** Where to go after signing in; anything but a path of the console counts as none. */
const Next = z.catch(z.optional(ConsolePath), undefined)

/** As an address has it: what it means the page knows, whose code is loaded with it. */
const Asked = z.catch(z.optional(z.coerce.string()), undefined)
const AskedPage = z.catch(z.optional(z.int()), undefined)

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  // The last two are from a server that has refused somebody who came back from the identity provider.
  validateSearch: z.object({ next: Next, problem: Asked, fields: Asked }),
  // Whoever cannot be told where to sign in may still try here.
  loader: async ({ context }) => {
    const { signInWay } = await import('./queries/signInWay.ts')
    await context.queryClient.query(signInWay()).catch(() => {})
  },
  component: lazyRouteComponent(() => import('./pages/SignInPage.tsx'), 'SignInPage'),
})

/** Takes a Workfront password also while people sign in through an identity provider (reference §7.7). */
const logIn = createRoute({
  getParentRoute: () => root,
  path: '/login',
  validateSearch: z.object({ next: Next }),
  component: lazyRouteComponent(() => import('./pages/SignInPage.tsx'), 'LogInPage'),
})

/** The product's old address of the same page. */
const oldLogIn = createRoute({
  getParentRoute: () => root,
  path: '/Workfront/login.cmd',
  beforeLoad: () => {
    throw redirect({ to: '/login' })
  },
})

/**
 * An address, so that leaving by it can be guarded like any other; it signs out, and then shows something only where
 * people sign out elsewhere too.
 */
const signOutPage = createRoute({
  getParentRoute: () => root,
  path: '/sign-out',
  // Only a real visit signs out: a link that is merely hovered is preloaded.
  preload: false,
  // Each visit is another session that ends.
  gcTime: 0,
  loader: async ({ context: { queryClient } }) => {
    const { signOut } = await import('./queries/signOut.ts')
    const { goTo } = await signOut(queryClient)
    if (goTo === null) throw redirect({ to: '/sign-in' })
    return goTo
  },
  component: lazyRouteComponent(() => import('./pages/SignOutPage.tsx'), 'SignOutPage'),
  errorComponent: BareErrorPage,
})

const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  beforeLoad: async ({ context, location }) => {
    try {
      const known = await context.queryClient.query(session())
      noteVisit(true)
      return { signedIn: known }
    } catch (error) {
      if (error instanceof ApiError && error.code === 'signed-out') {
        noteVisit(false)
        // The bare address of the console needs no "and back".
        throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { next: location.href } })
      }
      throw error
    }
  },
  component: Shell,
  errorComponent: BareErrorPage,
})

const homePage = createRoute({
  getParentRoute: () => signedIn,
  path: '/',
  loader: async ({ context }) => {
    const { home } = await import('./queries/home.ts')
    await context.queryClient.query(home())
  },
  component: lazyRouteComponent(() => import('./pages/HomePage.tsx'), 'HomePage'),
})

const help = createRoute({
  getParentRoute: () => signedIn,
  path: '/help',
  component: lazyRouteComponent(() => import('./pages/HelpPage.tsx'), 'HelpPage'),
})

const helpTopic = createRoute({
  getParentRoute: () => signedIn,
  path: '/help/$topic',
  beforeLoad: async ({ params }) => {
    const { HELP_TOPICS } = await import('./help/topics.ts')
    if (!Object.hasOwn(HELP_TOPICS, params.topic)) throw notFound()
  },
  component: lazyRouteComponent(() => import('./pages/HelpPage.tsx'), 'HelpTopicPage'),
})

const changePassword = createRoute({
  getParentRoute: () => signedIn,
  path: '/change-password',
  loader: async ({ context }) => {
    if (context.signedIn.platformMode === 'ims') return
    const { ownPassword } = await import('./queries/password.ts')
    await context.queryClient.query(ownPassword())
  },
  component: lazyRouteComponent(() => import('./pages/password/ChangePasswordPage.tsx'), 'ChangePasswordPage'),
})

/** The dialogs of Users and of the page of one user. */
const UserDialog = z.enum(['help', 'deactivate', 'one-time-password', 'remove-key'])

/** Everybody, or, where the address names one of them or `new`, one user's page. */
const usersPage = createRoute({
  getParentRoute: () => signedIn,
  path: '/users',
  validateSearch: z.object({
    dialog: z.catch(z.optional(UserDialog), undefined),
    user: Asked,
    search: Asked,
    status: Asked,
    keys: Asked,
    since: Asked,
    sort: Asked,
    order: Asked,
    page: AskedPage,
  }),
  beforeLoad: ({ context }) => {
    if (!context.signedIn.user.isAdministrator)
      throw new ApiError('forbidden', 'Users are for Workfront administrators. Ask one of them for what you need here.')
  },
  loaderDeps: ({ search: { user } }) => ({ user }),
  shouldReload: false,
  loader: async ({ context: { queryClient }, deps: { user } }) => {
    const { userDefaults, userDetails } = await import('./queries/users.ts')
    if (user === 'new') await queryClient.query(userDefaults())
    else if (user !== undefined) await queryClient.query(userDetails(user))
  },
  component: lazyRouteComponent(() => import('./pages/users/UsersPage.tsx'), 'UsersPage'),
})

const setup = createRoute({
  getParentRoute: () => signedIn,
  path: '/setup',
  beforeLoad: ({ context }) => {
    if (!context.signedIn.user.isAdministrator)
      throw new ApiError('forbidden', 'Setup is for Workfront administrators. Ask one of them for what you need here.')
  },
  component: SetupLayout,
})

const setupOverview = createRoute({
  getParentRoute: () => setup,
  path: '/',
  component: lazyRouteComponent(() => import('./pages/SetupOverviewPage.tsx'), 'SetupOverviewPage'),
})

/** The dialogs of a screen, as they stand in the address; anything else there is none. */
const searchFor = <Dialog extends z.ZodMiniType>(dialog: Dialog) =>
  z.object({ dialog: z.catch(z.optional(dialog), undefined) })

/** The dialogs of Customer Info. */
const CustomerInfoDialog = z.enum(['help', 'reset', 'remove', 'remove-all', 'certificate', 'next-certificate'])
const SsoDialog = z.enum(['help', 'certificate-1', 'certificate-2', 'certificate-3', 'certificate-4', 'certificate-5'])
/** `connect-dropbox` and the like: which integrations there are only a demo knows. */
const IntegrationDialog = z.custom<`${'connect' | 'key'}-${string}`>(
  (dialog) => typeof dialog === 'string' && /^(connect|key)-/.test(dialog),
)
/** `help` is a dialog of every screen that has one in its address. */
export type ScreenDialog =
  | z.infer<typeof CustomerInfoDialog>
  | z.infer<typeof SsoDialog>
  | z.infer<typeof SsoUsersDialog>
  | z.infer<typeof IntegrationDialog>
  | z.infer<typeof UserDialog>

const customerInfoPage = createRoute({
  getParentRoute: () => setup,
  path: '/system/customer-info',
  validateSearch: searchFor(CustomerInfoDialog),
  // Opening a dialog changes the address, not what the page needs; the queries know themselves when to ask again.
  shouldReload: false,
  loader: ({ context }) =>
    Promise.all([context.queryClient.query(customerInfo()), context.queryClient.query(ownKey())]),
  component: lazyRouteComponent(() => import('./pages/customerInfo/CustomerInfoPage.tsx'), 'CustomerInfoPage'),
})

const ssoPage = createRoute({
  getParentRoute: () => setup,
  path: '/system/single-sign-on',
  validateSearch: searchFor(SsoDialog),
  shouldReload: false,
  loader: async ({ context }) => {
    const { sso } = await import('./queries/sso.ts')
    await context.queryClient.query(sso())
  },
  component: lazyRouteComponent(() => import('./pages/singleSignOn/SsoPage.tsx'), 'SsoPage'),
})

const signOnsPage = createRoute({
  getParentRoute: () => setup,
  path: '/system/single-sign-on/sign-ons',
  component: lazyRouteComponent(() => import('./pages/signOns/SignOnsPage.tsx'), 'SignOnsPage'),
})

const signOnPage = createRoute({
  getParentRoute: () => setup,
  path: '/system/single-sign-on/sign-ons/$id',
  component: lazyRouteComponent(() => import('./pages/signOns/SignOnPage.tsx'), 'SignOnPage'),
})

const testConnection = createRoute({
  getParentRoute: () => setup,
  path: '/system/single-sign-on/test-connection',
  component: lazyRouteComponent(() => import('./pages/singleSignOn/TestConnection.tsx'), 'TestConnection'),
})

const SsoUsersDialog = z.enum(['help', 'update'])

const ssoUsersPage = createRoute({
  getParentRoute: () => setup,
  path: '/system/update-users-for-sso',
  validateSearch: searchFor(SsoUsersDialog),
  component: lazyRouteComponent(() => import('./pages/ssoUsers/SsoUsersPage.tsx'), 'SsoUsersPage'),
})

const authenticationPage = createRoute({
  getParentRoute: () => setup,
  path: '/system/authentication',
  validateSearch: searchFor(z.literal('help')),
  shouldReload: false,
  // Where Adobe manages passwords the page says so, and there is nothing to ask for.
  loader: async ({ context }) => {
    if (context.signedIn.platformMode === 'ims') return
    const { authentication } = await import('./queries/authentication.ts')
    await context.queryClient.query(authentication())
  },
  component: lazyRouteComponent(() => import('./pages/authentication/AuthenticationPage.tsx'), 'AuthenticationPage'),
})

const auditLogsPage = createRoute({
  getParentRoute: () => setup,
  path: '/change-tracking/audit-logs',
  validateSearch: z.extend(searchFor(z.literal('help')), {
    record: Asked,
    action: Asked,
    type: Asked,
    user: Asked,
    from: Asked,
    to: Asked,
    page: AskedPage,
  }),
  component: lazyRouteComponent(() => import('./pages/auditLogs/AuditLogsPage.tsx'), 'AuditLogsPage'),
})

/** For developers, who need no account here to read it. */
const apiReferencePage = createRoute({
  getParentRoute: () => root,
  path: '/api-reference',
  component: lazyRouteComponent(() => import('./pages/ApiReferencePage.tsx'), 'ApiReferencePage'),
  errorComponent: BareErrorPage,
})

const onlyInDemos = () => {
  if (!__REHEARSAL__) throw notFound()
}

/** For designers, and only where there is something to rehearse. */
const flows = createRoute({
  getParentRoute: () => root,
  path: '/flows',
  beforeLoad: onlyInDemos,
  component: __REHEARSAL__ ? lazyRouteComponent(() => import('./rehearsal/FlowsPage.tsx'), 'FlowsPage') : NotFoundPage,
})

/** The pages of what stands in for an identity provider. */
const standIn = createRoute({
  getParentRoute: () => root,
  path: '/demo-idp/$',
  beforeLoad: onlyInDemos,
  component: __REHEARSAL__ ? lazyRouteComponent(() => import('./rehearsal/StandIn.tsx'), 'StandIn') : NotFoundPage,
})

const loadIntegrations = __REHEARSAL__ ? () => import('./rehearsal/integrations/IntegrationsPage.tsx') : null

/** Nothing stands behind them in an organisation of one's own, so only demos have them. */
const integrations = createRoute({
  getParentRoute: () => signedIn,
  path: '/integrations',
  validateSearch: searchFor(IntegrationDialog),
  beforeLoad: ({ context }) => {
    if (!__REHEARSAL__) throw notFound()
    if (context.signedIn.user.accessLevel === 'External')
      throw new ApiError('forbidden', 'Integrations work with an API key, which External users cannot have.')
  },
  component: loadIntegrations ? lazyRouteComponent(loadIntegrations, 'IntegrationsPage') : NotFoundPage,
})

const routeTree = root.addChildren([
  signIn,
  logIn,
  oldLogIn,
  signOutPage,
  apiReferencePage,
  flows,
  standIn,
  signedIn.addChildren([
    homePage,
    help,
    helpTopic,
    changePassword,
    usersPage,
    integrations,
    setup.addChildren([
      setupOverview,
      customerInfoPage,
      ssoPage,
      signOnsPage,
      signOnPage,
      testConnection,
      ssoUsersPage,
      authenticationPage,
      auditLogsPage,
    ]),
  ]),
])

/** The addresses of the console. `history` is the browser's unless a test brings its own. */
export function createAppRouter(queryClient: QueryClient, history?: RouterHistory) {
  const router = createRouter({
    routeTree,
    ...(history && { history }),
    context: { queryClient },
    basepath: import.meta.env.BASE_URL,
    defaultPreload: 'intent',
    // The query cache decides what is fresh.
    defaultPreloadStaleTime: 0,
    defaultPendingMs: 300,
    defaultPendingMinMs: 300,
    defaultPendingComponent: Skeleton,
    defaultErrorComponent: ErrorPage,
    defaultNotFoundComponent: NotFoundPage,
    scrollRestoration: true,
  })
  router.subscribe('onResolved', endPageLoad)
  return router
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>
  }
}
