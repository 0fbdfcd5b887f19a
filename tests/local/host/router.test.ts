import type { HttpFunction } from '../../../local/host/functions'
import { createRouter } from '../../../local/host/router'

describe('the router', () => {
  const f = (name: string, route: string, methods: string[] = ['GET']) =>
    ({ name, trigger: { kind: 'http', route, methods, authLevel: 'anonymous' } }) as unknown as HttpFunction
  const guid = '0F8FAD5B-d9cb-469f-a165-70867728950e'
  const route = createRouter(
    [
      f('rest', 'files/{*path}'),
      f('any', 'runs/{id}'),
      f('number', 'runs/{id:int}'),
      f('mine', 'runs/mine'),
      f('post', 'runs/mine', ['POST']),
      f('maybe', 'pages/{size=25}/{page?}'),
      f('some books', 'books/{size=25}'),
      f('books', 'books'),
      f('all numbers', 'files/{*path:int}'),
      f('guid', 'runs/{id:guid}'),
      f('head', 'runs/{id}', ['HEAD', 'OPTIONS']),
      f('anything', 'any', []),
      f('second literal', '{kind}/mine'),
    ],
    'api',
  )
  test.each([
    ['GET', '/api/runs/mine', 'mine', {}],
    ['POST', '/api/Runs/MINE/', 'post', {}],
    ['GET', '/api/runs/7', 'number', { id: '7' }],
    ['GET', '/api/runs/a%20b', 'any', { id: 'a b' }],
    ['GET', '/api/runs/a%2Fb', 'any', { id: 'a%2Fb' }],
    ['GET', '/api/runs/a%2fb%20c', 'any', { id: 'a%2fb c' }],
    ['GET', '/api/runs/%E2%82%AC%', 'any', { id: '€%' }],
    ['GET', '/api/runs/%FF%41', 'any', { id: '%FFA' }],
    ['GET', '/api/files/a/b', 'rest', { path: 'a/b' }],
    ['GET', '/api/files', 'rest', {}],
    ['GET', '/api/pages', 'maybe', { size: '25' }],
    ['GET', '/api/pages/9/2', 'maybe', { size: '9', page: '2' }],
    ['GET', '/api/books/', 'books', {}],
    ['GET', '/api/books/9', 'some books', { size: '9' }],
    ['GET', '/api/files/7', 'all numbers', { path: '7' }],
    ['GET', '/api/files/a%2Fb/C%20d', 'rest', { path: 'a%2Fb/C d' }],
    ['GET', '/api/runs/aBc/', 'any', { id: 'aBc' }],
    ['GET', '/%61pi/r%75ns/%37', 'number', { id: '7' }],
    ['GET', '/api/runs/100%', 'any', { id: '100%' }],
    ['GET', '/api/runs/%252F', 'any', { id: '%2F' }],
    ['GET', `/api/runs/${guid}`, 'guid', { id: guid }],
    ['HEAD', '/api/runs/mine', 'head', { id: 'mine' }],
    ['OPTIONS', '/api/runs/7', 'head', { id: '7' }],
    ['DELETE', '/api/any', 'anything', {}],
    ['GET', '/api/Other/mine', 'second literal', { kind: 'Other' }],
  ])('%s %s is %s', (method, path, name, params) => {
    expect(route(method, path)).toMatchObject({ function: { name }, params })
  })

  test.each([
    ['GET', '/api/runs'],
    ['GET', '/api/runs/7/x'],
    ['PUT', '/api/runs/mine'],
    ['HEAD', '/api/pages'],
    ['OPTIONS', '/api/files/a'],
    ['GET', '/runs/7'],
    ['GET', '/api/pages/1/2/3'],
  ])('%s %s matches no function', (method, path) => expect(route(method, path)).toBeUndefined())

  test.each([
    ['a/{b:datetime}', 'function odd: the route constraint datetime is not supported by the local host'],
    ['a/x{b}', 'function odd: x{b} in its route is not supported by the local host'],
    ['a/{*b}/c', 'function odd: {*b} must be the last part of its route'],
  ])('the route %s is an error', (path, message) => {
    expect(() => createRouter([f('odd', path)], 'api')).toThrow(message)
  })
})
