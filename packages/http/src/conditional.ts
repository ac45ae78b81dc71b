/** Whether an `If-None-Match` field names this entity tag, by weak comparison (RFC 9110, 13.1.2 and 8.8.3.2). */
export function matchesNoneMatch(field: string | null, etag: string): boolean {
  if (field === null) return false;
  if (field.trim() === "*") return true;
  return field.split(",").some((member) => member.trim().replace(/^W\//, "") === etag);
}
