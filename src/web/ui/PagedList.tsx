import { ActionButton } from '@react-spectrum/s2/ActionButton'
import { style } from '@react-spectrum/s2/style' with { type: 'macro' }
import { useId, useRef, type ReactNode } from 'react'
import { counted, number } from './counted.ts'
import { Hint, Row, Stack } from './layout.tsx'

interface Props {
  title: string
  /** What one row is, in the singular. */
  noun: string
  /** The page that is shown, counted from 1, of so many rows each. */
  page: number
  size: number
  /** Rows on this page, and on all of them. */
  rows: number
  count: number
  /** What the page before and the one after are called: `Newer` and `Older`. */
  turns: readonly [before: string, after: string]
  onTurn: (page: number) => void
  /** What is said where there is no row at all. */
  none: string
  /** The table of the rows, which `titleId` names. */
  children: (titleId: string) => ReactNode
}

/** A page of a list: its rows, the way to the pages beside it, and which of how many rows these are. */
export function PagedList({ title, noun, page, size, rows, count, turns, onTurn, none, children }: Props) {
  const id = useId()
  const heading = useRef<HTMLHeadingElement>(null)
  const pages = Math.max(1, Math.ceil(count / size))
  const first = (page - 1) * size
  const isAll = page === 1 && count <= size
  const turnTo = (next: number) => {
    onTurn(next)
    // The button may be of no more use there; reading goes on from here.
    heading.current?.focus()
  }
  return (
    <div className={column}>
      <h2 ref={heading} id={id} tabIndex={-1} className={head}>
        {title}
      </h2>
      {rows > 0 && children(id)}
      {count === 0 && <Hint>{none}</Hint>}
      {count > 0 && rows === 0 && <Hint>The list does not go on to this page.</Hint>}
      <Stack>
        {!isAll && (
          <Row>
            <ActionButton isDisabled={page <= 1} onPress={() => turnTo(Math.min(page - 1, pages))}>
              {`${turns[0]} ${size}`}
            </ActionButton>
            <ActionButton isDisabled={page >= pages} onPress={() => turnTo(page + 1)}>
              {`${turns[1]} ${size}`}
            </ActionButton>
          </Row>
        )}
        <span role="status">
          <Hint>
            {isAll || rows === 0
              ? `Showing ${counted(rows, noun)}${isAll ? '' : ` of ${number(count)}`}`
              : `Showing ${number(first + 1)}–${number(first + rows)} of ${counted(count, noun)}`}
          </Hint>
        </span>
      </Stack>
    </div>
  )
}

const column = style({ display: 'flex', flexDirection: 'column', rowGap: 12, minWidth: 0 })
const head = style({ font: 'heading', margin: 0, outlineStyle: 'none' })
