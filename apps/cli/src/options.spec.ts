import { place, seconds } from './options.js';

describe('a place', () => {
  it.each([
    ['host.example:22', { host: 'host.example', port: 22 }],
    ['203.0.113.7:65535', { host: '203.0.113.7', port: 65_535 }],
    ['[2001:db8::7]:2222', { host: '2001:db8::7', port: 2_222 }],
  ])('is %s', (text, expected) => {
    expect(place(text)).toEqual(expected);
  });

  it.each([
    '',
    'host',
    'host:',
    ':22',
    'host:0',
    'host:65536',
    'a b:22',
    '2001:db8::7:22',
    'http://h:1',
  ])('is not %p', (text) => {
    expect(() => place(text)).toThrow('not host:port');
  });
});

it.each(['0', '-1', '1.5', '86401', '99999', 'x', ''])('%p is no time to wait', (text) => {
  expect(() => seconds(text)).toThrow('not seconds');
});

it('a time to wait is of whole seconds, to a day', () => {
  expect([seconds('1'), seconds('86400')]).toEqual([1, 86_400]);
});
