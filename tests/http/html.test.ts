import { html } from '../../src/http/html'

test('values are escaped inside elements and quoted attributes', () => {
  expect(html`<a title="${`"'<>&`}">${'<script>'}</a>`.text).toBe(
    '<a title="&quot;&#39;&lt;&gt;&amp;">&lt;script&gt;</a>',
  )
})

test('what is HTML already stays', () => {
  expect(html`<p>${html`<b>${'a & b'}</b>`}</p>`.text).toBe('<p><b>a &amp; b</b></p>')
})

test('a backslash is no escape', () => {
  expect(html`<p>${'\\n'}</p>`.text).toBe('<p>\\n</p>')
})
