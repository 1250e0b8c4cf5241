import HelpCircle from '@react-spectrum/s2/icons/HelpCircle'
import { Link } from '@react-spectrum/s2/Link'
import { getRouteApi } from '@tanstack/react-router'
import { ARTICLES } from '../help/articles.tsx'
import { HELP_TOPICS, type HelpTopic } from '../help/topics.ts'
import { Content, Prose } from '../ui/layout.tsx'
import { PageHeader } from '../ui/PageHeader.tsx'

export function HelpPage() {
  return (
    <>
      <PageHeader eyebrow="Help" title="Help" icon={<HelpCircle />} />
      <Content>
        <Prose>
          <ul>
            {Object.entries(HELP_TOPICS).map(([topic, title]) => (
              <li key={topic}>
                <Link href={`/help/${topic}`}>{title}</Link>
              </li>
            ))}
            <li>
              <Link href="/api-reference">API reference</Link>
            </li>
          </ul>
        </Prose>
      </Content>
    </>
  )
}

const topicRoute = getRouteApi('/signed-in/help/$topic')

export function HelpTopicPage() {
  // The route answers "no such page" for anything else.
  const topic = topicRoute.useParams().topic as HelpTopic
  const Article = ARTICLES[topic]
  return (
    <>
      <PageHeader eyebrow="Help" title={HELP_TOPICS[topic]} icon={<HelpCircle />} />
      <Content>
        <Prose>
          <Article />
          <p>
            <Link href="/help">All help pages</Link>
          </p>
        </Prose>
      </Content>
    </>
  )
}
