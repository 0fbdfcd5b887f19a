'use client'

import { createContext, type ReactNode, useContext, useState } from 'react'

/** What is said once, after something was done. */
export interface ToastContent {
  kind: 'done' | 'refused'
  message: string
  /** `name`: what a screen reader says; it begins with the label. */
  link?: { label: string; name: string; href: string }
}

const Toast = createContext<(content: ToastContent) => void>(() => {})

/** Gives a function that shows a toast, in the place of the one before. */
export const useToast = () => useContext(Toast)

/** Shows toasts above the page. A toast stays until somebody closes it, because it may have a link. */
export function ToastProvider({ children }: { children: ReactNode }) {
  const [content, setContent] = useState<ToastContent | null>(null)
  return (
    <Toast value={setContent}>
      {children}
      <div role="status" className="tp-toasts">
        {content && <ToastCard content={content} onClose={() => setContent(null)} />}
      </div>
    </Toast>
  )
}

function ToastCard({ content: { kind, message, link }, onClose }: { content: ToastContent; onClose: () => void }) {
  return (
    <div className={`tp-toast tp-toast-${kind}`}>
      <p>
        <span aria-hidden="true">{kind === 'done' ? '✓ ' : '✕ '}</span>
        {kind === 'refused' && <strong>This did not work. </strong>}
        {message}{' '}
        {link && (
          <a href={link.href} aria-label={link.name}>
            {link.label}
          </a>
        )}
      </p>
      <button type="button" onClick={onClose}>
        Close
      </button>
    </div>
  )
}
