import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { Bell } from '../components/notifications/bell'
import { RunProgress } from '../components/run-progress'
import { ToastProvider } from '../components/toast'
import './tenantpilot.css'

export const metadata: Metadata = { title: { default: 'TenantPilot', template: '%s – TenantPilot' } }

/** What a page shows belongs to its user, and is asked for with each request. */
export const dynamic = 'force-dynamic'

export default function Layout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <body>
        <ToastProvider>
          <a className="tp-skip" href="#content">
            To the content
          </a>
          <header className="tp-header">
            <nav aria-label="Main">
              <a href="/">TenantPilot</a>
              <Bell />
            </nav>
          </header>
          <div className="tp-page">
            <main id="content" tabIndex={-1}>
              {children}
            </main>
            <RunProgress />
          </div>
        </ToastProvider>
      </body>
    </html>
  )
}
