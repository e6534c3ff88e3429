/**
 * The value of a key, made when it is first asked for. What is over is forgotten, so that an hour needs little memory.
 */
const keysBetweenLooks = 10_000;

/** @param isOver whether a new value would be as good */
export function remembered<T>(make: () => T, isOver: (value: T) => boolean): (key: string) => T {
  const values = new Map<string, T>();
  let made = 0;

  function makeValueOf(key: string): T {
    made += 1;
    if (made % keysBetweenLooks === 0) {
      for (const [old, value] of values) if (isOver(value)) values.delete(old);
    }
    const value = make();
    values.set(key, value);
    return value;
  }

  return key => values.get(key) ?? makeValueOf(key);
}
