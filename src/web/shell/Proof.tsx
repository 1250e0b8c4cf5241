import { lazy, Suspense, useEffect, useState } from 'react'
import { proveBy, type ProofNeeded } from '../http.ts'

const AskForProof = lazy(() => import('./AskForProof.tsx'))

interface Asked {
  needed: ProofNeeded
  message: string
  answer: (isProved: boolean) => void
}

/** Asks for the password, or for another sign-on, where an act needs a proof of who is there. */
export function Proof() {
  const [asked, setAsked] = useState<Asked | null>(null)
  useEffect(() => {
    // Two acts that need it at once wait for the same answer.
    let underWay: Promise<boolean> | null = null
    proveBy((needed, message) => {
      underWay ??= new Promise<boolean>((answer) => setAsked({ needed, message, answer })).finally(() => {
        underWay = null
        setAsked(null)
      })
      return underWay
    })
  }, [])
  return (
    <Suspense>
      {asked && <AskForProof needed={asked.needed} message={asked.message} onAnswer={asked.answer} />}
    </Suspense>
  )
}
