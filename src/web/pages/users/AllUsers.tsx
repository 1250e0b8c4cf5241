import { TextLink } from '../../lists/TextLink.tsx'

/** The way back to the list, as it was filtered and sorted. */
export function AllUsers() {
  return (
    <div>
      <TextLink from="/users" to="." search={(previous) => ({ ...previous, user: undefined, dialog: undefined })}>
        Back to all users
      </TextLink>
    </div>
  )
}
