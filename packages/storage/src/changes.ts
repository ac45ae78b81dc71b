/** What a set of changes really gives: a property that is there but undefined changes nothing. */
export function givenChanges<T extends object>(changes: T): T {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as T;
}
