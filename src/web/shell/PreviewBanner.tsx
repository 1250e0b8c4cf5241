import { Link } from '@react-spectrum/s2/Link'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }

/** The blue bar of the Preview environment; it cannot be dismissed (reference §2.1). */
export default function PreviewBanner({ productionUrl }: { productionUrl: string }) {
  return (
    <aside aria-label="Environment" className={banner}>
      <span className={words}>
        <strong>You are viewing Preview.</strong>{' '}
        <Link href="/help/preview" staticColor="white">
          See what&apos;s new.
        </Link>
      </span>
      {/* Another environment is another address: a page load, not a change of screen. */}
      <a href={productionUrl} className={away}>
        Go to production
      </a>
    </aside>
  )
}

const banner = style({
  display: 'flex',
  flexWrap: 'wrap',
  justifyContent: 'space-between',
  columnGap: 24,
  rowGap: 4,
  paddingX: { default: 16, sm: 24 },
  paddingY: 8,
  font: 'ui',
  color: 'white',
  // Dark enough for white text in either colour scheme, unlike a step of the blue scale.
  backgroundColor: 'accent',
})
const words = style({ color: 'white' })
const away = style({ color: 'white', fontWeight: 'bold', textDecoration: { default: 'none', ':hover': 'underline' } })
