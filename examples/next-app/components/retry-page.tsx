'use client'

import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import { ProblemBox } from './problem-box'

/** Says why the server knows nothing, and asks it for the page again every five seconds. */
export function RetryPage({ message }: { message: string }) {
  const { refresh } = useRouter()
  useEffect(() => {
    const timer = setInterval(() => document.hidden || refresh(), 5_000)
    return () => clearInterval(timer)
  }, [refresh])
  return <ProblemBox message={message} triesAgain />
}
