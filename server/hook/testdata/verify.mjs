// Verifies a call from standard input, {headers, body}, by each secret; then what must be refused: another body, another
// id, another moment, another secret.
import { readFileSync } from 'node:fs';
import { Webhook } from 'standardwebhooks';

const { Headers: headers, Body: body } = JSON.parse(readFileSync(0, 'utf8'));
const verify = (secret, text, more = {}) => {
  try {
    new Webhook(secret).verify(text, { ...headers, ...more });
    return 'taken';
  } catch {
    return 'refused';
  }
};
const secrets = process.argv.slice(2);
console.log([
  ...secrets.map((secret) => verify(secret, body)),
  verify(secrets[0], body + ' '),
  verify(secrets[0], body, { 'webhook-id': 'another' }),
  verify(secrets[0], body, { 'webhook-timestamp': String(Number(headers['webhook-timestamp']) + 1) }),
  verify('whsec_' + Buffer.from('another secret, of nobody').toString('base64'), body),
].join(' '));
