import http from 'k6/http';

// A native script as short as they come: whatever runs it adds the most it can add.

const url = __ENV['SURGEBOOK_URL'] ?? '';

export default function arrive(): void {
  http.get(`${url}/documents/1`, { tags: { name: 'open-document' } });
}
