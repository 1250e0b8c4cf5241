import { ActionButton } from '@react-spectrum/s2/ActionButton'
import { Button } from '@react-spectrum/s2/Button'
import { FileTrigger } from '@react-spectrum/s2/FileTrigger'
import Settings from '@react-spectrum/s2/icons/Settings'
import { ProgressBar } from '@react-spectrum/s2/ProgressBar'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useBlocker } from '@tanstack/react-router'
import { lazy, useEffect, useRef, useState, type ComponentRef, type RefObject } from 'react'
import { SSO_ELSEWHERE } from '#src/domain/sso/settings.ts'
import { visible } from '#src/domain/certificateDetails.ts'
import { ScreenHelp } from '../../help/ScreenHelp.tsx'
import { failureOf } from '../../http.ts'
import { downloadSsoUsers, importSsoUsers } from '../../queries/ssoUsers.ts'
import { useAct } from '../../queries/useAct.ts'
import { useCloseDialog, useOpenDialog, WhenOpen } from '../../shell/openDialog.tsx'
import { useSession } from '../../shell/useSession.ts'
import { counted, number } from '../../ui/counted.ts'
import { FileDrop } from '../../ui/FileDrop.tsx'
import { Content, Hint, Prose, Row, Section, Stack } from '../../ui/layout.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { loadToasts, toast } from '../../ui/toast.tsx'
import { ImportConsequences } from './ImportConsequences.tsx'
import { LineTable } from './LineTable.tsx'
import type { Review } from './review.ts'
import { useUserFile } from './useUserFile.ts'

const loadDialog = () => import('./UpdateDialog.tsx')
const UpdateDialog = lazy(loadDialog)

const TITLE = 'Update Users For SSO'
const FILE_TYPES = ['.csv', '.tsv', '.txt']

/** Setup > System > Update Users For SSO (reference §7.6). */
export function SsoUsersPage() {
  const { platformMode } = useSession()
  const openDialog = useOpenDialog()
  return (
    <>
      <PageHeader eyebrow="System" title={TITLE} icon={<Settings />} onHelp={() => openDialog('help')} />
      <Content>{platformMode === 'classic' ? <UserImport /> : <Prose>{SSO_ELSEWHERE}</Prose>}</Content>
      <ScreenHelp screen={TITLE} topic="update-users-for-sso" />
    </>
  )
}

function UserImport() {
  const file = useUserFile()
  const { progress } = file
  // Told here and not where it is started: whoever has left the page meanwhile gets to know it too.
  const update = useAct({
    ...importSsoUsers(),
    onSuccess: (done) => toast(`${counted(done.updated, 'user')} updated`),
  })
  // It goes on when this page is left, but not when the tab is closed.
  useBlocker({ shouldBlockFn: () => false, enableBeforeUnload: update.isPending })
  useEffect(() => void Promise.all([loadDialog(), loadToasts()]), [])
  const open = useOpenDialog()
  const close = useCloseDialog()
  const review = progress.step === 'checked' ? progress.review : null
  // Closing the question takes a moment. By then the file may have been checked again, which is nothing to ask about yet.
  const [asked, setAsked] = useState<Review | null>(null)
  const choose = useRef<ComponentRef<typeof Button>>(null)
  const forget = () => {
    file.forget()
    // The button goes with what it cancels.
    choose.current?.focus()
  }

  const ask = () => {
    setAsked(review)
    open('update')
  }
  const confirm = () =>
    update.mutate(review?.good ?? [], {
      onSuccess: (done) => {
        file.finish(done)
        close('update')
      },
    })
  const cancel = () => {
    if (update.isPending) return
    // Refused because things have changed since the file was checked.
    if (update.error?.code === 'invalid') file.checkAgain()
    update.reset()
    close('update')
  }

  return (
    <>
      <Section title="File">
        <ChooseFile file={file} buttonRef={choose} isDisabled={update.isPending} />
        {progress.step === 'refused' && (
          <Notice variant="negative" title="This file was not taken" isLive>
            {progress.problem}
          </Notice>
        )}
        {progress.step === 'unchecked' && (
          <Notice variant="negative" title={`${visible(progress.name)} could not be checked`} isLive>
            <Stack>
              <span>{progress.error.message}</span>
              <Button variant="secondary" onPress={file.checkAgain}>
                Check again
              </Button>
            </Stack>
          </Notice>
        )}
        {progress.step === 'reading' && <ProgressBar label="Reading the file" isIndeterminate styles={wide} />}
        {progress.step === 'checking' && (
          <Row>
            <ProgressBar
              label={`Checking ${visible(progress.name)}`}
              valueLabel={`${number(progress.done)} of ${counted(progress.total, 'line')}`}
              value={progress.done}
              maxValue={progress.total}
              styles={wide}
            />
            <ActionButton onPress={forget}>Cancel</ActionButton>
          </Row>
        )}
        {progress.step === 'done' && (
          // Takes the focus, because the button that was pressed is gone.
          <Notice variant="informative" title={`${counted(progress.result.updated, 'user')} updated`} isLive autoFocus>
            {progress.result.unchanged > 0 &&
              `${counted(progress.result.unchanged, 'user')} had this SSO username already and stayed as they were. `}
            Only Allow SAML 2.0 Authentication is on for all of them.
          </Notice>
        )}
      </Section>
      {progress.step === 'checked' && (
        <Section title={visible(progress.name)}>
          <Summary review={progress.review} />
          <ImportConsequences review={progress.review} />
          {progress.review.counts.update > 0 && (
            <Row>
              <Button variant="accent" isPending={update.isPending} onPress={ask}>
                {`Update ${counted(progress.review.counts.update, 'user')}`}
              </Button>
              <ActionButton isQuiet isDisabled={update.isPending} onPress={forget}>
                Cancel
              </ActionButton>
            </Row>
          )}
          <LineTable review={progress.review} />
        </Section>
      )}
      {/* Possible as long as there is a file: it closes in answer to what becomes of that, and must not close twice. */}
      <WhenOpen dialog="update" isPossible={progress.step !== 'none'}>
        {review && review === asked && (
          <UpdateDialog review={review} act={update} onConfirm={confirm} onCancel={cancel} />
        )}
      </WhenOpen>
    </>
  )
}

interface ChooseFileProps {
  file: ReturnType<typeof useUserFile>
  buttonRef: RefObject<ComponentRef<typeof Button> | null>
  isDisabled: boolean
}

function ChooseFile({ file, buttonRef, isDisabled }: ChooseFileProps) {
  const { environment } = useSession()
  const download = useAct(downloadSsoUsers(environment))
  const failure = failureOf('The download', download.error)
  return (
    <>
      <Hint>
        A text file with two columns and no heading: user ID, then SSO username. Commas, tabs or semicolons stand
        between them. Upper and lower case count in SSO usernames.
      </Hint>
      <Row>
        <FileTrigger acceptedFileTypes={FILE_TYPES} onSelect={(files) => void file.choose(files?.[0] ?? null)}>
          <Button ref={buttonRef} variant="secondary" isDisabled={isDisabled}>
            Choose File
          </Button>
        </FileTrigger>
        <FileDrop label="Drop or paste a file of users here" onDrop={(items) => void file.drop(items)} />
      </Row>
      <Row>
        <ActionButton
          isPending={download.isPending && !download.variables.withNames}
          onPress={() => download.mutate({ withNames: false })}
        >
          Download current users
        </ActionButton>
        <ActionButton
          isPending={download.isPending && download.variables.withNames}
          onPress={() => download.mutate({ withNames: true })}
        >
          Download with names
        </ActionButton>
      </Row>
      <Hint>
        The first has everybody in the two columns that are taken here. The second also says who they are, to look their
        IDs up.
      </Hint>
      {failure && (
        <Notice variant="negative" title={failure.title} isLive>
          {failure.message}
        </Notice>
      )}
    </>
  )
}

/** How many lines do what. */
function Summary({ review: { counts } }: { review: Review }) {
  const parts = [
    counts.update > 0 && `${counted(counts.update, 'user')} will be updated`,
    counts.unchanged > 0 && `${number(counts.unchanged)} unchanged`,
    counts.problem > 0 && `${counted(counts.problem, 'line')} left out because of a problem`,
    counts['no-sso-username'] > 0 && `${counted(counts['no-sso-username'], 'line')} without an SSO username`,
  ].filter((part) => part !== false)
  return (
    <div role="status" className={summary}>
      {counts.update === 0 && 'There is nothing to update. '}
      {parts.join(' · ')}
    </div>
  )
}

const wide = style({ width: 320, maxWidth: 'full' })
const summary = style({ font: 'title' })
