/** Says why something cannot be shown. */
export function ProblemBox({ message, triesAgain = false }: { message: string; triesAgain?: boolean }) {
  return (
    <div className="tp-problem">
      <p>
        <span aria-hidden="true">⚠ </span>
        {message} {triesAgain && 'This page tries again by itself.'}
      </p>
    </div>
  )
}
