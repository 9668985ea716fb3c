import { check, fail } from 'k6';
import http from 'k6/http';

// The journey of the interpreter's side as a person would write it for k6: each answer is checked, and nothing else is counted.

const url = __ENV['SURGEBOOK_URL'] ?? '';
const json = { 'content-type': 'application/json' };

const upTo = (most: number): number => 1 + Math.floor(Math.random() * most);

export default function arrive(): void {
  const session = http.post(`${url}/sessions`, JSON.stringify({ user: `user-${upTo(10_000)}` }), {
    headers: json,
    tags: { name: 'log-in' },
    responseType: 'text',
  });
  if (!check(session, { 'log-in': ({ status }) => status === 200 })) fail('log-in');
  const authorization = `Bearer ${session.json('token') as string}`;
  const opened = http.get(`${url}/documents/${upTo(200)}`, {
    headers: { authorization },
    tags: { name: 'open-document' },
  });
  if (!check(opened, { 'open-document': ({ status }) => status === 200 })) fail('open-document');
  const text = JSON.stringify({ text: `hello ${__VU}-${__ITER}` });
  const sent = http.post(`${url}/rooms/${upTo(300)}/messages`, text, {
    headers: { ...json, authorization },
    tags: { name: 'send-message' },
  });
  if (!check(sent, { 'send-message': ({ status }) => status === 200 })) fail('send-message');
}
