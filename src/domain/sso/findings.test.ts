import { expect, test } from 'vitest'
import { invalid } from '../errors.ts'
import { Findings } from './findings.ts'

const refuse = () => {
  throw invalid('It is wrong.')
}

test('a check passes with the words of its act, fails with its refusal, and is otherwise not made', () => {
  const findings = new Findings()
  findings.say('issuer', () => 'It is right.')
  findings.say('audience', refuse)
  findings.notMade('time', 'It does not count.')
  expect(findings.make('request', () => 'answer')).toBe('answer')
  expect(findings.make('request', refuse)).toBeUndefined()
  const made = new Set(['issuer', 'audience', 'time', 'request', 'status'])
  expect(findings.all('Not looked at.').filter(({ check }) => made.has(check))).toEqual([
    { check: 'status', outcome: 'not-made', detail: 'Not looked at.' },
    { check: 'issuer', outcome: 'passed', detail: 'It is right.' },
    { check: 'request', outcome: 'failed', detail: 'It is wrong.' },
    { check: 'audience', outcome: 'failed', detail: 'It is wrong.' },
    { check: 'time', outcome: 'not-made', detail: 'It does not count.' },
  ])
})

test('an unexpected error is thrown and fails no check', () => {
  const fail = () => {
    throw new TypeError('ours')
  }
  expect(() => new Findings().make('issuer', fail)).toThrow(TypeError)
})
