import { csvOf } from './csv.js';

it('ends every line in CRLF and quotes what would be misread, as RFC 4180 has it', () => {
  const lines = [
    ['plain', 1, 2n ** 100n, undefined],
    ['a, comma', 'a "quote"', 'a\r\nline', ''],
  ];
  expect(csvOf(['one', 'two', 'three', 'four'], lines)).toBe(
    'one,two,three,four\r\n' +
      'plain,1,1267650600228229401496703205376,\r\n' +
      '"a, comma","a ""quote""","a\r\nline",\r\n',
  );
});
