import { focusRing, style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { Link } from '@tanstack/react-router'

/** The way back to the list, as it was filtered and sorted. */
export function AllUsers() {
  return (
    <div>
      <Link
        from="/users"
        to="."
        search={(previous) => ({ ...previous, user: undefined, dialog: undefined })}
        className={link}
      >
        Back to all users
      </Link>
    </div>
  )
}

const link = style({
  ...focusRing(),
  outlineStyle: { default: 'none', ':focus-visible': 'solid' },
  font: 'ui',
  borderRadius: 'sm',
  color: 'accent',
  textDecoration: { default: 'underline', ':hover': 'none' },
})
