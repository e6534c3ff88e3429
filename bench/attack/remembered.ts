/** The value of a key, made when it is first asked for. */
export function remembered<T>(make: () => T): (key: string) => T {
  const values = new Map<string, T>();
  return key => {
    const value = values.get(key) ?? make();
    values.set(key, value);
    return value;
  };
}
