import { focusRing, style } from '@react-spectrum/s2/style' with { type: 'macro' }
import type { ReactNode } from 'react'

interface Props {
  /** ID of the element that names it. */
  labelledBy: string
  columns: readonly (string | SortableColumn)[]
  /** For many columns: it scrolls before they get too narrow to read. */
  isWide?: boolean
  /** Rows of cells, the first of each a `RowHead`. */
  children: ReactNode
}

/** A column whose heading sorts the rows by it, or turns their order round. */
interface SortableColumn {
  name: string
  sorted: 'ascending' | 'descending' | null
  onSort: () => void
}

/** A table to read. Spectrum's is for selecting and sorting, and weighs as much as a screen. */
export function Table({ labelledBy, columns, isWide = false, children }: Props) {
  return (
    // Focusable, because it scrolls sideways where the screen is narrow.
    <div role="region" aria-labelledby={labelledBy} tabIndex={0} className={scroller}>
      <table className={table({ isWide, isNarrow: columns.length < 3 })}>
        <thead>
          <tr>
            {columns.map((column) =>
              typeof column === 'string' ? (
                <th key={column} scope="col" className={headCell}>
                  {column}
                </th>
              ) : (
                <th key={column.name} scope="col" aria-sort={column.sorted ?? 'none'} className={headCell}>
                  <button type="button" onClick={column.onSort} className={sortButton}>
                    {column.name}
                    <span aria-hidden="true">{column.sorted ? ARROW[column.sorted] : ''}</span>
                  </button>
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  )
}

export function RowHead({ children }: { children: ReactNode }) {
  return (
    <th scope="row" className={cell}>
      {children}
    </th>
  )
}

export function Cell({ children }: { children: ReactNode }) {
  return <td className={cell}>{children}</td>
}

const ARROW = { ascending: '↑', descending: '↓' }

const scroller = style({ overflowX: 'auto' })
const table = style({
  font: 'ui',
  width: 'full',
  // Two columns fit on any screen.
  minWidth: { default: 560, isWide: 1080, isNarrow: 0 },
  borderCollapse: 'collapse',
  textAlign: 'start',
})
const sortButton = style({
  ...focusRing(),
  outlineStyle: { default: 'none', ':focus-visible': 'solid' },
  display: 'inline-flex',
  columnGap: 4,
  padding: 0,
  font: 'ui',
  fontWeight: 'bold',
  textAlign: 'start',
  backgroundColor: 'transparent',
  borderStyle: 'none',
  borderRadius: 'sm',
  cursor: 'pointer',
  textDecoration: { default: 'underline', ':hover': 'none' },
})
const headCell = style({
  textAlign: 'start',
  fontWeight: 'bold',
  paddingY: 8,
  paddingEnd: 16,
  borderBottomWidth: 1,
  borderTopWidth: 0,
  borderXWidth: 0,
  borderStyle: 'solid',
  borderColor: 'gray-300',
})
const cell = style({
  textAlign: 'start',
  verticalAlign: 'top',
  fontWeight: 'normal',
  paddingY: 8,
  paddingEnd: 16,
  overflowWrap: 'anywhere',
  borderBottomWidth: 1,
  borderTopWidth: 0,
  borderXWidth: 0,
  borderStyle: 'solid',
  borderColor: 'gray-200',
})
