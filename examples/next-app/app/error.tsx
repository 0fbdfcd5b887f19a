'use client'

import { useRouter } from 'next/navigation'
import { startTransition } from 'react'
import { ProblemBox } from '../components/problem-box'

/** What stands in the place of a page that could not be made. */
export default function PageError({ reset }: { reset: () => void }) {
  const { refresh } = useRouter()
  const tryAgain = () =>
    startTransition(() => {
      refresh()
      reset()
    })
  return (
    <>
      <h1>This page cannot be shown</h1>
      <ProblemBox message="Something in this app went wrong. Try again, or ask an administrator to look into its log." />
      <button type="button" onClick={tryAgain}>
        Try again
      </button>
    </>
  )
}
