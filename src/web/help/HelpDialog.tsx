import { Content, Dialog, DialogContainer, Heading } from '@react-spectrum/s2/Dialog'
import { Prose } from '../ui/layout.tsx'
import { ARTICLES } from './articles.tsx'
import type { HelpTopic } from './topics.ts'

interface Props {
  screen: string
  topic: HelpTopic
  onClose: () => void
}

/** The help of a screen, over it. */
export default function HelpDialog({ screen, topic, onClose }: Props) {
  const Article = ARTICLES[topic]
  return (
    <DialogContainer onDismiss={onClose}>
      <Dialog isDismissible size="L">
        <Heading slot="title">Help for {screen}</Heading>
        <Content>
          {/* Longer than the dialog, so it takes the focus: not every browser lets a keyboard scroll it otherwise. */}
          <div role="region" aria-label="Help text" tabIndex={0}>
            <Prose>
              <Article />
            </Prose>
          </div>
        </Content>
      </Dialog>
    </DialogContainer>
  )
}
